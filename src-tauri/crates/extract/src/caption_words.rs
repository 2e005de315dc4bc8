//! Words that stand beside captions and credits: labels, and what buttons say.

/// Words before a credit.
pub(crate) const CREDIT_WORDS: [&str; 107] = [
    "all photos by",
    "all photos",
    "all images",
    "photo credits",
    "photo credit",
    "image credits",
    "image credit",
    "picture credit",
    "photograph by",
    "photographs by",
    "photography by",
    "photo by",
    "photos by",
    "image by",
    "picture by",
    "illustration by",
    "video by",
    "credits",
    "credit",
    "copyright",
    "image source",
    "photograph",
    "photo",
    "photos",
    "image",
    "picture",
    "pictures",
    "sources",
    "source",
    "illustration",
    "graphic",
    "foto",
    "fotos",
    "bild",
    "bildquelle",
    "bildrechte",
    "quellen",
    "quelle",
    "bildnachweis",
    "fotograf",
    "grafik",
    "crédit photo",
    "crédits photo",
    "crédit",
    "crédits",
    "photographie",
    "crédito",
    "créditos",
    "fotografía",
    "imagen",
    "imagem",
    "fuentes",
    "fuente",
    "fonte",
    "fotografia",
    "zdjęcie",
    "фото",
    "fot",
    "写真",
    "撮影",
    "画像",
    "提供",
    "摄影",
    "攝影",
    "图片来源",
    "图片",
    "圖片",
    "사진",
    "사진 제공",
    "사진제공",
    "사진 출처",
    "사진출처",
    "출처",
    "图",
    "图源",
    "来源",
    "photo courtesy of",
    "photos courtesy of",
    "image courtesy of",
    "picture courtesy of",
    "kuva",
    "kuvat",
    "bilde",
    "billede",
    "beeld",
    "fot.",
    "zdroj",
    "fotó",
    "forrás",
    "sursă foto",
    "sursa foto",
    "snimio",
    "снимка",
    "фотография",
    "fotoğraf",
    "φωτογραφία",
    "φωτο",
    "πηγή",
    "צילום",
    "تصوير",
    "عکس",
    "फोटो",
    "ছবি",
    "ภาพ",
    "ảnh",
    "gambar",
    "divulgação",
];

/// What the buttons beside a caption say, in small letters.
const CONTROLS: [&str; 15] = [
    "hide captiontoggle caption",
    "hide caption",
    "toggle caption",
    "show caption",
    "enlarge this image",
    "open image modal",
    "view image in fullscreen",
    "view fullscreen",
    "click to enlarge",
    "bild vergrößern",
    "purchase licensing rights , opens new tab",
    "purchase licensing rights, opens new tab",
    "purchase licensing rights",
    "view more",
    "lihat foto",
];

/// A caption without the words of buttons at its ends.
pub(crate) fn without_controls(caption: String) -> String {
    let mut rest = caption.as_str();
    loop {
        let shorter = CONTROLS.iter().find_map(|control| {
            let end = rest.len().checked_sub(control.len())?;
            let begins = |part: &str| part.bytes().next().map(|first| first | 0x20) == control.bytes().next();
            let is = |part: &str| begins(part) && part.to_lowercase() == **control;
            if rest.get(end..).is_some_and(is) {
                rest.get(..end).filter(|before| before.is_empty() || before.ends_with(' '))
            } else if rest.get(..control.len()).is_some_and(is) {
                rest.get(control.len()..).filter(|after| after.is_empty() || after.starts_with(' '))
            } else {
                None
            }
        });
        match shorter {
            Some(shorter) => rest = shorter.trim(),
            None => break,
        }
    }
    if rest.len() == caption.len() { caption } else { rest.to_owned() }
}
