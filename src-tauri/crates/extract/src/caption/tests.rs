//! What is said under pictures, as pages write it.

use super::*;

#[test]
fn words_of_buttons_go() {
    let said = |text: &str, credit: Option<&str>| split(text, credit);
    let (caption, credit) = said("A view of the quay. Ana Roth/WAMU hide captiontoggle caption", Some("Ana Roth/WAMU"));
    assert_eq!((caption.as_deref(), credit.as_deref()), (Some("A view of the quay."), Some("Ana Roth/WAMU")));
    let (caption, credit) = said("The quay, March 3. REUTERS/Ana Roth Purchase Licensing Rights , opens new tab", None);
    assert_eq!((caption.as_deref(), credit.as_deref()), (Some("The quay, March 3."), Some("REUTERS/Ana Roth")));
    let (caption, credit) = said("The quay [사진 출처 = Ana Roth]", None);
    assert_eq!((caption.as_deref(), credit.as_deref()), (Some("The quay"), Some("Ana Roth")));
    let twice = "A view of the quay. Ana Roth/WAMU hide captiontoggle caption Ana Roth/WAMU";
    assert_eq!(said(twice, Some("Ana Roth/WAMU")).0.as_deref(), Some("A view of the quay."));
    let (caption, credit) = said("Ana Roth / PAP The quay", Some("Ana Roth / PAP"));
    assert_eq!((caption.as_deref(), credit.as_deref()), (Some("The quay"), Some("Ana Roth/PAP")));
    let (caption, credit) = said("The quay. Ana Roth ana@paper.example", Some("Ana Roth ana@paper.example"));
    assert_eq!((caption.as_deref(), credit.as_deref()), (Some("The quay."), Some("Ana Roth")));
}

#[test]
fn caption_and_credit_stand_apart() {
    for (text, said, caption, credit) in [
        (
            "The hall fills, alongside Minister Ana Roth. (Per LUND)(Per LUND/NTB/NTB)",
            None,
            Some("The hall fills, alongside Minister Ana Roth."),
            Some("Per LUND/NTB"),
        ),
        (
            "A bridge at dusk. Ida Berg Hide caption toggle caption",
            Some("Ida Berg"),
            Some("A bridge at dusk."),
            Some("Ida Berg"),
        ),
        ("Click to enlarge A bridge.", None, Some("A bridge."), None),
        ("A bridge at dusk. Photo: Ida Berg / Norden", None, Some("A bridge at dusk."), Some("Ida Berg/Norden")),
        ("A bridge. (Ida Berg / NTB / NTB)", None, Some("A bridge."), Some("Ida Berg/NTB")),
        (
            "A bridge. Credit: with kind permission / the artist",
            None,
            Some("A bridge."),
            Some("with kind permission / the artist"),
        ),
        ("A bridge at dusk. Photograph by Ida Berg", None, Some("A bridge at dusk."), Some("Ida Berg")),
        ("Eine Brücke am Abend (Foto: Ida Berg)", None, Some("Eine Brücke am Abend"), Some("Ida Berg")),
        ("A bridge © Ida Berg/Norden", None, Some("A bridge"), Some("Ida Berg/Norden")),
        ("A bridge Ida Berg", Some("Credit: Ida Berg"), Some("A bridge"), Some("Ida Berg")),
        ("Credit: Ida Berg", None, None, Some("Ida Berg")),
        ("A bridge. Image credit:", Some("Image Credit"), Some("A bridge. Image credit:"), None),
        ("The bridge (built 1932) opens again", None, Some("The bridge (built 1932) opens again"), None),
        ("The bridge opens again (1932)", None, Some("The bridge opens again (1932)"), None),
        ("朝霧の晴れた港。（水野あかり／潮通信）", None, Some("朝霧の晴れた港。"), Some("水野あかり／潮通信")),
        ("朝霧の晴れた港。 (水野あかり／潮通信)", None, Some("朝霧の晴れた港。"), Some("水野あかり／潮通信")),
        ("朝霧の晴れた港（撮影：水野あかり）。", None, Some("朝霧の晴れた港"), Some("水野あかり")),
        ("朝霧の晴れた港＝水野あかり。写真：潮通信", None, Some("朝霧の晴れた港＝水野あかり。"), Some("潮通信")),
        ("朝霧の晴れた港（水野あかり撮影）", None, Some("朝霧の晴れた港"), Some("水野あかり撮影")),
        ("朝霧の晴れた港（2024年5月撮影）", None, Some("朝霧の晴れた港（2024年5月撮影）"), None),
        ("朝霧の晴れた港（北海道）", None, Some("朝霧の晴れた港（北海道）"), None),
        ("朝霧の晴れた港（水野あかり）", Some("水野あかり"), Some("朝霧の晴れた港"), Some("水野あかり")),
        (
            "Photo: Workers clear the track after the storm (Ida Berg)",
            None,
            Some("Workers clear the track after the storm"),
            Some("Ida Berg"),
        ),
        (
            "Bekas stasiun, Senin (10/3/2025). (Satu/Budi)",
            None,
            Some("Bekas stasiun, Senin (10/3/2025)."),
            Some("Satu/Budi"),
        ),
        ("舊車站。（記者王芳攝）", None, Some("舊車站。"), Some("王芳")),
        ("舊車站。（圖／中央社）", None, Some("舊車站。"), Some("中央社")),
        ("旧车站。（新华社发）", None, Some("旧车站。"), Some("新华社")),
        ("옛 조차장 전경. ⓒ연합뉴스", None, Some("옛 조차장 전경."), Some("연합뉴스")),
        ("Photo: courtesy of Ida Berg for the Museum", None, None, Some("courtesy of Ida Berg for the Museum")),
        (
            "Photo: Ida Berg The crew clears the track after the storm",
            Some("Ida Berg"),
            Some("The crew clears the track after the storm"),
            Some("Ida Berg"),
        ),
        ("Foto: Jan Kos/AgencjaThe mill", Some("Foto: Jan Kos/Agencja"), Some("The mill"), Some("Jan Kos/Agencja")),
        ("Foto: Jan KosThe mill at noon", Some("Foto: Jan Kos"), Some("The mill at noon"), Some("Jan Kos")),
        ("Legende: Das Moos im Mai.", Some("Keystone"), Some("Das Moos im Mai."), Some("Keystone")),
        ("image: The bog in May.", Some("L. Bach"), Some("The bog in May."), Some("L. Bach")),
        ("Getty Images / Oat Studio", None, None, Some("Getty Images/Oat Studio")),
        ("船坞里的新船，来源：王芳", None, Some("船坞里的新船"), Some("王芳")),
        ("2/5 The quay at noon. Foto: Ida Berg", None, Some("The quay at noon."), Some("Ida Berg")),
        ("24/7 the quay is open", None, Some("24/7 the quay is open"), None),
        ("Image: The old bridge. Pic: PA", None, Some("The old bridge."), Some("PA")),
        ("Le vieux pont de Fargues - BFMTV", None, Some("Le vieux pont de Fargues"), Some("BFMTV")),
        (
            "Ponte velha, que cairá -",
            Some("Ida Berg/Folhapress"),
            Some("Ponte velha, que cairá"),
            Some("Ida Berg/Folhapress"),
        ),
        ("Il vecchio ponte", Some("- RIPRODUZIONE RISERVATA"), Some("Il vecchio ponte"), None),
        ("", None, None, None),
    ] {
        assert_eq!(split(text, said), (caption.map(str::to_owned), credit.map(str::to_owned)), "{text}");
    }
}

#[test]
fn credits_are_told_in_many_languages() {
    for (text, caption, credit) in [
        ("Utena keliasi. Nuotr. Jonas Elin", "Utena keliasi.", "Jonas Elin"),
        ("Brúin yfir ána. Ljósmynd/Árni Berg", "Brúin yfir ána.", "Árni Berg"),
        ("الجسر القديم في مدينة صور. المصدر: رويترز", "الجسر القديم في مدينة صور.", "رويترز"),
        ("الجسر القديم في مدينة صور (الفرنسية)", "الجسر القديم في مدينة صور", "الفرنسية"),
        ("政府撤回新税 图/视觉中国", "政府撤回新税", "视觉中国"),
        ("政府撤回新税 李建国/摄", "政府撤回新税", "李建国"),
        ("Мост преко Колубаре (Фото Н. Марковић)", "Мост преко Колубаре", "Н. Марковић"),
        ("The first cars cross. (Staff photo by Ana Roth)", "The first cars cross.", "Ana Roth"),
        ("The bridge at noon. (File photo: Ana Roth)", "The bridge at noon.", "Ana Roth"),
        ("The crowd at the meeting. (KOMO)", "The crowd at the meeting.", "KOMO"),
        (
            "Traffic on Route 7. Ana Rose Roth | The Coast Journal",
            "Traffic on Route 7.",
            "Ana Rose Roth | The Coast Journal",
        ),
        ("Enlarge / A bridge under repair.", "A bridge under repair.", ""),
    ] {
        let (found, by) = split(text, None);
        assert_eq!((found.as_deref(), by.as_deref().unwrap_or_default()), (Some(caption), credit), "{text}");
    }
    assert_eq!(split("", Some("Foto Kees van de Veen")).1.as_deref(), Some("Kees van de Veen"));
}
