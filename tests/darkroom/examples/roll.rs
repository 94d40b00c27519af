//! Develops a roll into a folder: `roll DIR [PICTURES]`, so many pictures of each trouble in each grade. Beside each picture lies what its
//! code says.
#![allow(missing_docs)]

use std::{env, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let each = arguments.next().map_or(Ok(6), |each| each.parse())?;
    fs::create_dir_all(&folder)?;
    let samples = darkroom::samples();
    for (number, frame) in darkroom::roll(each).iter().enumerate() {
        let sample = &samples[number % samples.len()];
        let name = format!("{}-{}-{number:04}-{}", frame.trouble.name(), frame.grade, sample.name);
        frame
            .shot
            .take(&sample.symbol)
            .save(folder.join(format!("{name}.png")))?;
        fs::write(folder.join(format!("{name}.txt")), &sample.text)?;
    }
    Ok(())
}
