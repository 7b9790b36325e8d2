//! Tests of the file layer.
