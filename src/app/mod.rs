pub mod crash; pub mod logging; pub mod window;
