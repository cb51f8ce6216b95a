//! Mail out: letters, outbox and transports.
