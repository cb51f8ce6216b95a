//! Timers and queues; each calls one use case.
