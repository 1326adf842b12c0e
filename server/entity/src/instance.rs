//! The one row of the instance: its counters, and the guard of the rules that count.

use domain::setting::InstanceSettings;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "instance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    pub name: String,
    pub bootstrap_done: bool,
    pub admins: i64,
    pub users: i64,
    pub pending: i64,
    pub seats_used: i64,
    pub user_number: i64,
    pub history_seq: i64,
    pub history_hash: Vec<u8>,
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: InstanceSettings,
}

impl ActiveModelBehavior for ActiveModel {}
