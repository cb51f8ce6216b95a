//! One access-to-information law, as data in force between dates.
