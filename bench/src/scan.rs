//! Reading codes from pictures beside other readers.
//!
//! The pictures are the darkroom's: codes of the city, photographed in simulation, in graded difficulty. `--corpus DIR` adds pictures with a
//! `.txt` of the same name beside each, that says what its code says.

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use codes::scan::{read_gray, read_picture};
use darkroom::{Shot, roll, samples};
use serde::Deserialize;

use crate::table::{Row, median, middle};

/// Pictures of each trouble in each grade: one of each kind of code.
const EACH: u64 = 6;
const PEERS: [&str; 3] = ["zxing-cpp", "opencv", "zbar"];

/// A picture and what its code says.
struct Picture {
    group: String,
    path: PathBuf,
    truth: String,
}

/// What a reader made of one.
#[derive(Deserialize)]
struct Read {
    texts: Vec<String>,
    micros: u64,
}

/// Prints who reads how many.
pub fn compare(corpus: Option<&Path>) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("the repository")?;
    let mut pictures = develop(&root.join("target/bench/roll"))?;
    if let Some(corpus) = corpus {
        pictures.extend(given(corpus)?);
    }
    let mut readers = vec![(
        "ours",
        pictures
            .iter()
            .map(|picture| ours(&picture.path))
            .collect::<Result<_>>()?,
    )];
    for peer in PEERS {
        readers.push((
            peer,
            peers(root, &[peer], pictures.iter().map(|picture| picture.path.as_path()))?,
        ));
    }
    print(&pictures, &readers);
    Ok(())
}

/// Takes the roll; pictures of the same name are of the same shot.
fn develop(folder: &Path) -> Result<Vec<Picture>> {
    fs::create_dir_all(folder)?;
    let picture = |frame: darkroom::Frame| {
        let path = folder.join(format!("{}.png", frame.name()));
        frame.develop().save(&path)?;
        Ok(Picture {
            group: frame.trouble.name().to_owned(),
            path,
            truth: frame.sample.text,
        })
    };
    roll(EACH).into_iter().map(picture).collect()
}

fn given(folder: &Path) -> Result<Vec<Picture>> {
    let group = folder
        .file_name()
        .map_or_else(|| "given".to_owned(), |name| name.to_string_lossy().into_owned());
    let mut pictures = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let is_picture = path
            .extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| ["png", "jpg", "jpeg", "webp"].contains(&ending.to_ascii_lowercase().as_str()));
        let truth = path.with_extension("txt");
        if is_picture && truth.is_file() {
            let truth = String::from_utf8_lossy(&fs::read(truth)?)
                .trim_end_matches(['\r', '\n'])
                .to_owned();
            pictures.push(Picture {
                group: group.clone(),
                path,
                truth,
            });
        }
    }
    pictures.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(pictures)
}

fn ours(path: &Path) -> Result<Read> {
    let start = Instant::now();
    let found = read_picture(&fs::read(path)?).unwrap_or_default();
    Ok(Read {
        micros: u64::try_from(start.elapsed().as_micros())?,
        texts: found.into_iter().map(|found| found.text).collect(),
    })
}

/// Has a peer read pictures.
fn peers<'a>(root: &Path, arguments: &[&str], pictures: impl Iterator<Item = &'a Path>) -> Result<Vec<Read>> {
    let mut reader = Command::new(root.join("target/tools/peers/bin/python"))
        .arg(root.join("bench/peers/read.py"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("the other readers are not installed: run `make bench`")?;
    let names: Vec<String> = pictures.map(|path| path.display().to_string()).collect();
    let mut input = reader.stdin.take().context("its input")?;
    let feeder = std::thread::spawn(move || input.write_all(names.join("\n").as_bytes()));
    let output = reader.wait_with_output()?;
    feeder.join().ok().context("the names of the pictures")??;
    ensure!(output.status.success(), "{arguments:?} failed");
    let lines = String::from_utf8(output.stdout)?;
    lines.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

fn print(pictures: &[Picture], readers: &[(&str, Vec<Read>)]) {
    let mut groups: BTreeMap<&str, (usize, Vec<usize>)> = BTreeMap::new();
    for (number, picture) in pictures.iter().enumerate() {
        let (all, read) = groups
            .entry(&picture.group)
            .or_insert_with(|| (0, vec![0; readers.len()]));
        *all += 1;
        for (count, (_, answers)) in read.iter_mut().zip(readers) {
            *count += usize::from(
                answers
                    .get(number)
                    .is_some_and(|answer| answer.texts.contains(&picture.truth)),
            );
        }
    }
    let line = |name: &str, all: usize, cells: &[String]| {
        println!(
            "  {name:<12} {all:>5}{}",
            cells.iter().map(|cell| format!("{cell:>11}")).collect::<String>()
        );
    };
    println!("\nCodes read, of pictures in graded difficulty");
    let names: Vec<String> = readers.iter().map(|(name, _)| (*name).to_owned()).collect();
    println!(
        "  {:<12} {:>5}{}",
        "",
        "of",
        names.iter().map(|name| format!("{name:>11}")).collect::<String>()
    );
    let mut sum = vec![0; readers.len()];
    for (group, (all, read)) in &groups {
        line(group, *all, &read.iter().map(ToString::to_string).collect::<Vec<_>>());
        sum.iter_mut().zip(read).for_each(|(sum, read)| *sum += read);
    }
    line(
        "all",
        pictures.len(),
        &sum.iter().map(ToString::to_string).collect::<Vec<_>>(),
    );
    let typical = readers.iter().map(|(_, answers)| {
        let mut times: Vec<Duration> = answers
            .iter()
            .map(|answer| Duration::from_micros(answer.micros))
            .collect();
        format!("{:.1} ms", middle(&mut times).as_secs_f64() * 1e3)
    });
    line("median", pictures.len(), &typical.collect::<Vec<_>>());
}

/// What a camera's frame costs, with a code in it and without.
pub fn frames() -> Result<Vec<Row>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("the repository")?;
    let folder = root.join("target/bench/frames");
    fs::create_dir_all(&folder)?;
    let samples = samples();
    let live = samples.first().context("a live code")?;
    let frame = Shot {
        size: (640, 480),
        share: 0.8,
        jpeg: None,
        ..Shot::default()
    };
    let with = frame.take(&live.symbol);
    // The same desk, and the code too far away to be one.
    let without = Shot { share: 0.02, ..frame }.take(&live.symbol);
    let mut rows = Vec::new();
    for (what, most, picture) in [
        ("with a live code", "limit 4 ms", with),
        ("without a code", "limit 8 ms", without),
    ] {
        let path = folder.join(format!("{}.png", what.replace(' ', "-")));
        picture.save(&path)?;
        let read = peers(root, &["frames", "zxing-cpp"], [path.as_path()].into_iter())?;
        let peer = Duration::from_micros(read.first().context("an answer")?.micros);
        rows.push(Row {
            what: format!("640×480 frame {what} ({most})"),
            ours: median(200, || {
                drop(std::hint::black_box(read_gray(640, 480, picture.as_raw())))
            }),
            peer: Some(("zxing-cpp".to_owned(), peer)),
        });
    }
    Ok(rows)
}
