//! The faces of letters.

use crate::paper::Print;

/// The fingerprint of a face's name: one face has its name in Chinese or in Latin letters.
pub(crate) fn face(name: &str) -> Print {
    let name = name.trim().trim_start_matches('@');
    let known = NAMES.iter().find(|n| n.1.eq_ignore_ascii_case(name));
    Print::of(known.map_or(name, |n| n.0).as_bytes())
}

/// Faces with two names.
const NAMES: [(&str, &str); 12] = [
    ("宋体", "SimSun"),
    ("新宋体", "NSimSun"),
    ("黑体", "SimHei"),
    ("楷体", "KaiTi"),
    ("仿宋", "FangSong"),
    ("楷体", "楷体_GB2312"),
    ("仿宋", "仿宋_GB2312"),
    ("微软雅黑", "Microsoft YaHei"),
    ("等线", "DengXian"),
    ("隶书", "LiSu"),
    ("幼圆", "YouYuan"),
    ("华文中宋", "STZhongsong"),
];
