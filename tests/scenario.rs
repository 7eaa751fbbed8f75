use zoom_qos_emulator::scenario::load;
#[test]
fn look() {
    for f in std::env::var("F").unwrap().split(' ') {
        match load(std::path::Path::new(f)) {
            Ok(p) => println!("{p:#?}"),
            Err(e) => println!("{e}"),
        }
    }
}
