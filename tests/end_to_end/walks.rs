//! What people do, from the first form to the last letter, in a real browser and on both
//! databases: each page and letter on the way is read and held against what is so.

#[macro_use]
mod walk;
mod hands;
mod keyboard;
mod letters;
mod reading;

mod answered;
mod cleared;
mod deciding;
mod grounds;
mod put_right;
mod refused;
mod reviewed;
mod travelled;
mod traveller;
