//! Tests across crates: the house's directions, and scenarios of client, vault and city
//! together in one process. It may not hold product code.
