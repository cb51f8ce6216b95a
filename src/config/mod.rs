//! Configuration: TOML into typed settings, with every fault reported together.
