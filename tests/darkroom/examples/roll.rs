//! Develops a roll into a folder: `roll DIR [PICTURES]`, so many pictures of each trouble in each grade. Beside each picture lies what its
//! code says.
#![allow(missing_docs)]

use std::{env, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("which folder?")?);
    let each = arguments.next().map_or(Ok(6), |each| each.parse())?;
    fs::create_dir_all(&folder)?;
    for frame in darkroom::roll(each) {
        let name = frame.name();
        frame.develop().save(folder.join(format!("{name}.png")))?;
        fs::write(folder.join(format!("{name}.txt")), &frame.sample.text)?;
    }
    Ok(())
}
