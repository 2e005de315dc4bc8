//! Month names by their beginnings, in the languages that most papers are written in.

use std::sync::LazyLock;

use super::custom::Custom;
use crate::judge::quick::QuickMap;

/// One language a line, January first: beginnings of names as they stand in dates, with others for the same month behind a stroke.
/// Of two that begin a word the longer counts. What is set in full between dots is a whole word.
const MONTHS: [&str; 60] = [
    // German, English, Dutch and the North
    "jan/jän feb mär/mar apr may/mai jun jul aug sep oct/okt nov dec/dez",
    "jan feb maa/mrt/mar apr mei/maj jun jul aug sep okt nov dec/des",
    "jan feb mar apr maí jún júl ágú sep okt nóv des",
    "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "jaan veeb/veb mär apr mai juun juul aug sep okt nov dets",
    "saus vasar kov baland geguž birž liep rugpj rugs spal lapkr gruod",
    "jan feb mar apr mai/maij jūn jūl aug sep okt nov dec",
    // French, Italian, Spanish, Portuguese and their neighbours
    "jan févr/fév mar avr mai juin juil aoû sep oct nov déc",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "ene feb mar abr may jun jul ago sep/set oct nov dic",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "gen feb mar abr mai juny jul ago set oct nov des",
    "xan feb mar abr mai xuñ xul ago set out nov dec",
    "ian feb mar apr mai iun iul aug sep oct noi/noe/nov dec",
    "urtarril otsail martxo apiril maiatz ekain uztail abuztu irail urria/urriaren azaro abendu",
    "janar shkurt mar prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    // Slavic tongues
    "stycz/.sty. lut mar kwie/.kwi. maj czerw/.cze. lip/lipc sierp/.sie. wrze/wrz paźdz/paź list/.lis. grud/.gru.",
    "led únor/úno břez/bře dub květ/kvě červn/červen/.čer. červenec/červenc srp září/zář říj list/.lis. pros",
    "jan feb mar apr máj jún júl aug sep okt nov dec",
    "siječ/.sij. velj ožuj/ožu trav svib lipanj/lipnj srpanj/srpnj kolovoz rujan/rujna/.ruj. - studen pros",
    "jan feb mar apr maj jun jul avg sep okt nov dec",
    "янв фев мар апр май/мая июн июл авг сен окт ноя дек",
    "січ лют бер/берез квіт/.кві. трав/.тра. черв/.чер. лип серп/.сер. вер/верес жовт/.жов. лист/.лис. груд/.гру.",
    "студз лют сакав красав траўн/мая чэрв ліп жнів верас кастр ліст снеж",
    "яну фев мар апр май юни юли авг сеп окт ное дек",
    "јан феб мар апр мај јун јул авг сеп окт нов дец",
    // Greek
    "ιαν φεβ μαρ/μάρ απρ μαϊ/μαΐ/μάι/μάϊ/μαι ιουν/ιούν ιουλ/ιούλ αυγ/αύγ σεπ οκτ νοε/νοέ δεκ",
    // Hungarian
    "jan feb márc/már ápr máj jún júl aug szep okt nov dec",
    // Turkish, Azerbaijani, Uzbek, Kazakh
    "oca şub mar nis may haz tem ağu eyl eki kas ara",
    "yanv fevr mart aprel may iyun iyul avqust/avgust sent okt noyab dekab",
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    // Georgian, Armenian
    "იანვ თებერ მარტ აპრ მაის ივნ ივლ აგვ სექტ ოქტ ნოემ დეკ",
    "հունվ փետ մարտ ապր մայ հունիս հուլիս օգոս սեպտ հոկտ նոյ դեկ",
    // Welsh, Irish
    "ionawr chwefror mawrth ebrill .mai. mehefin gorffennaf .awst. .medi. hydref tachwedd rhagfyr",
    "eanáir feabhra márta aibreán bealtaine meitheamh .iúil. lúnasa - - samhain nollaig",
    // Indonesian, Malay, Filipino, Swahili
    "jan feb/peb maret apr mei jun jul agu/agt/ags sep okt nov/nop des",
    "jan feb .mac. apr mei jun julai/jul ogos/.ogo. sep okt nov dis",
    "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
    "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
    // Arabic: of Egypt and the Gulf, of the Levant, of the Maghreb
    "يناير فبراير مارس أبريل/ابريل/إبريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر",
    "- شباط آذار/اذار نيسان أيار/ايار حزيران تموز .آب. أيلول/ايلول - - -",
    "جانفي فيفري مارس أفريل/افريل ماي جوان جويلية .أوت. سبتمبر أكتوبر نوفمبر ديسمبر",
    // Urdu, Persian
    "جنوری فروری مارچ اپریل .مئی. .جون. جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "ژانویه فوریه مارس آوریل .مه. ژوئن ژوئیه .اوت. سپتامبر اکتبر نوامبر دسامبر",
    // Hebrew
    "ינואר פברואר מרץ/מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    // Hindi, Marathi, Nepali
    "जनवरी फ़रवरी/फरवरी मार्च अप्रैल .मई. .जून. जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
    "जानेवारी फेब्रुवारी मार्च एप्रिल .मे. .जून. जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर",
    "जनवरी फेब्रुअरी मार्च अप्रिल .मे. .जुन. जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",
    // Bengali, Gujarati, Punjabi
    "জানু ফেব্রু মার্চ এপ্রিল .মে. .জুন. জুলাই আগস্ট সেপ্টে অক্টো নভে ডিসে",
    "જાન્યુ ફેબ્રુ માર્ચ એપ્રિલ .મે. .જૂન. જુલાઈ/જુલાઇ ઑગસ્ટ/ઓગસ્ટ સપ્ટે ઑક્ટો/ઓક્ટો નવે ડિસે",
    "ਜਨਵਰੀ ਫਰਵਰੀ/ਫ਼ਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ .ਮਈ. .ਜੂਨ. ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ",
    // Tamil, Telugu, Kannada, Malayalam, Sinhala
    "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் .மே. ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",
    "జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ .మే. జూన్ జూలై/జులై ఆగస్టు/ఆగస్ట్ సెప్టెంబ అక్టోబ నవంబ డిసెంబ",
    "ಜನವರಿ ಫೆಬ್ರ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್ .ಮೇ. ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್ ಸೆಪ್ಟೆಂಬ ಅಕ್ಟೋಬ ನವೆಂಬ ಡಿಸೆಂಬ",
    "ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ മേയ്/മെയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ് സെപ്റ്റംബർ/സെപ്തംബർ ഒക്ടോബർ നവംബർ ഡിസംബർ",
    "ජනවාරි පෙබරවාරි මාර්තු අප්‍රේල් මැයි ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර් නොවැම්බර් දෙසැම්බර්",
    // Thai, Lao, Khmer, Burmese
    "มกรา กุมภา มีนา เมษา พฤษภา มิถุนา กรกฎา สิงหา กันยา ตุลา พฤศจิกา ธันวา",
    "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
    "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ .မေ. ဇွန် ဇူလိုင် သြဂုတ်/ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
];

/// Months of the calendar of Iran, from the spring equinox on.
const PERSIAN: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// A beginning, whether it is a whole word, and the month.
type Named = (&'static str, bool, i8);

/// Beginnings by their first characters, longest first.
static BY_INITIAL: LazyLock<QuickMap<char, Vec<Named>>> = LazyLock::new(|| {
    let mut by_initial: QuickMap<char, Vec<_>> = QuickMap::default();
    for line in MONTHS {
        for (names, number) in line.split(' ').zip(1..) {
            for name in names.split('/').filter(|name| *name != "-") {
                let whole = name.strip_prefix('.').and_then(|name| name.strip_suffix('.'));
                let entry = (whole.unwrap_or(name), whole.is_some(), number);
                let named = by_initial.entry(entry.0.chars().next().unwrap_or_default()).or_default();
                if !named.contains(&entry) {
                    named.push(entry);
                }
            }
        }
    }
    by_initial.values_mut().for_each(|named| named.sort_by_key(|(name, ..)| std::cmp::Reverse(name.len())));
    by_initial
});

/// The month that a word names.
pub(super) fn month(word: &str, custom: Custom) -> Option<i8> {
    let first = word.chars().next()?;
    if !first.is_alphabetic() || word.len() > 60 {
        return None;
    }
    let lower = word.to_lowercase();
    // Polish, Czech and Croatian have one name for two months.
    if custom.is_croatian && lower.starts_with("listopad") {
        return Some(10);
    }
    // “In” stands before a Hebrew month as a part of the word.
    named(&lower).or_else(|| named(lower.strip_prefix('ב')?))
}

fn named(lower: &str) -> Option<i8> {
    let named = BY_INITIAL.get(&lower.chars().next()?)?;
    let is_meant = |name: &str, whole: bool| if whole { lower == name } else { lower.starts_with(name) };
    named.iter().find(|(name, whole, _)| is_meant(name, *whole)).map(|(.., number)| *number)
}

/// The month of the calendar of Iran that a word names.
pub(super) fn persian_month(word: &str) -> Option<i8> {
    let at = PERSIAN.iter().position(|name| *name == word)?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_names_in_many_languages() {
        // As they stand in dates; what is spelled as in a line above is not said again.
        for names in [
            "january february march april may june july august september october november december",
            "januar februar märz april mai juni juli august september oktober november dezember",
            "januari februari maart april mei juni juli augustus september oktober november december",
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
            "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
            "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
            "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris",
            "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
            "sty lut mar kwi maj cze lip sie wrz paź lis gru",
            "ledna února března dubna května června července srpna září října listopadu prosince",
            "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
            "січ лют бер кві тра чер лип сер вер жов лис гру",
            "януари февруари март април май юни юли август септември октомври ноември декември",
            "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
            "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
            "Ιανουάριος Φεβρουάριος Μάρτιος Απρίλιος Μάιος Ιούνιος Ιούλιος Αύγουστος Σεπτέμβριος Οκτώβριος Νοέμβριος Δεκέμβριος",
            "január február március április május június július augusztus szeptember október november december",
            "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
            "Januari Februari Maret April Mei Juni Juli Agustus September Oktober Nopember Desember",
            "Januari Februari Machi Aprili Mei Juni Julai Agosti Septemba Oktoba Novemba Desemba",
            "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
            "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
            "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
            "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
            "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
        ] {
            for (name, number) in names.split(' ').zip(1..) {
                assert_eq!(month(name, Custom::PLAIN), Some(number), "{name}");
            }
        }
        let croatian = Custom::of(None, Some("hr"));
        let names = "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca";
        for (name, number) in names.split(' ').zip(1..) {
            assert_eq!(month(name, croatian), Some(number), "{name}");
        }
        for word in ["council", "people", "11", "", "jx"] {
            assert_eq!(month(word, Custom::PLAIN), None, "{word}");
        }
    }
}
