//! How often sources are asked, as it is typed and as the library keeps it.

use broadsheet_api::RefreshPace;

use crate::arguments::Pace;

impl From<Pace> for RefreshPace {
    fn from(pace: Pace) -> Self {
        match pace {
            Pace::Auto => Self::ByHabit,
            Pace::Minutes15 => Self::Minutes15,
            Pace::Minutes30 => Self::Minutes30,
            Pace::Hourly => Self::Hourly,
            Pace::Hours4 => Self::Hours4,
            Pace::Asked => Self::WhenAsked,
        }
    }
}
