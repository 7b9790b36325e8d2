//! Words of the import wizard.
