//! Hands and eyes on a running window: starts the program, finds things by their accessible names, sends what a mouse
//! and a keyboard would, takes pictures.

use egui::accesskit::{NodeId, Rect, Role};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2};
use egui_inspection::protocol::read_handshake;
use egui_inspection::{Request, Response, read_message, write_message};
use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// How long something may take to appear. Generous: CI machines are slow and their windows are drawn by the CPU.
const PATIENCE: Duration = Duration::from_secs(60);

/// A node of the accessibility tree.
#[derive(Debug, Clone)]
pub struct Node {
    pub role: Role,
    pub name: String,
    pub value: String,
    /// In points.
    pub bounds: Option<Rect>,
    /// False for a button that cannot be pressed now.
    pub is_enabled: bool,
}

/// A running window.
pub struct Window {
    child: Child,
    /// `None` until the program listens.
    stream: Option<TcpStream>,
    pictures: PathBuf,
}

impl Window {
    /// Starts the program with `arguments`; its own folders are under `home`, which also becomes its working folder.
    ///
    /// It gets a session without a bus and without programs, so that paths are asked for inside the window and never in
    /// a dialog of the desktop that happens to run the test.
    pub fn start(arguments: &[&str], home: &Path, pictures: &Path) -> Self {
        std::fs::create_dir_all(pictures).unwrap();
        let runtime = home.join("runtime");
        std::fs::create_dir_all(&runtime).unwrap();
        make_private(&runtime);
        // Taken and given back, so that it is free for the moment it is needed.
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let child = Command::new(env!("CARGO_BIN_EXE_milepost"))
            .args(arguments)
            .current_dir(home)
            .env("MILEPOST_HOME", home)
            .env("XDG_RUNTIME_DIR", &runtime)
            .env("PATH", &runtime)
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("WAYLAND_DISPLAY")
            .env("EGUI_INSPECTION", format!("127.0.0.1:{port}"))
            .spawn()
            .unwrap();
        let mut window = Self { stream: None, child, pictures: pictures.to_owned() };
        window.connect(port);
        window.settle();
        window
    }

    fn connect(&mut self, port: u16) {
        let started = Instant::now();
        let stream = loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(error) => assert!(started.elapsed() < PATIENCE, "no window answers: {error}"),
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "the program ended before there was a window: {ended:?}");
            std::thread::yield_now();
        };
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        read_handshake(&stream).unwrap();
        self.stream = Some(stream);
    }

    fn ask(&mut self, request: &Request) -> Response {
        let stream = self.stream.as_ref().unwrap();
        write_message(stream, request).unwrap();
        match read_message(stream).unwrap() {
            Response::Error { message } => panic!("the window could not do {request:?}: {message}"),
            response => response,
        }
    }

    /// Sends events and lets the window draw until it rests.
    pub fn send(&mut self, events: Vec<Event>) {
        self.ask(&Request::ApplyEvents { events });
        self.settle();
    }

    pub fn settle(&mut self) {
        self.ask(&Request::Settle { max_steps: 400 });
    }

    pub fn resize(&mut self, width: u32, height: u32) {
        self.ask(&Request::Resize { width, height });
        let started = Instant::now();
        // The window manager (or its absence) decides when; the picture's size tells.
        while self.screenshot_size() != [width, height] {
            assert!(
                started.elapsed() < PATIENCE,
                "the window does not become {width}x{height}: is the display smaller?"
            );
            self.settle();
        }
    }

    fn screenshot_size(&mut self) -> [u32; 2] {
        match self.ask(&Request::GetScreenshot { pixels_per_point: Some(1.0) }) {
            Response::Screenshot(png) => png.size,
            other => panic!("no picture but {other:?}"),
        }
    }

    /// Takes a picture into the pictures folder, without what the pointer would light up.
    pub fn picture(&mut self, name: &str) {
        self.send(vec![Event::PointerGone]);
        match self.ask(&Request::GetScreenshot { pixels_per_point: Some(1.0) }) {
            Response::Screenshot(png) => std::fs::write(self.pictures.join(name), png.bytes).unwrap(),
            other => panic!("no picture but {other:?}"),
        }
    }

    /// Every named node of the window.
    pub fn nodes(&mut self) -> Vec<Node> {
        let Response::Tree { pixels_per_point, accesskit: Some(update), .. } = self.ask(&Request::GetTree) else {
            panic!("the window has no accessibility tree");
        };
        let scale = f64::from(pixels_per_point);
        let named: std::collections::HashMap<NodeId, String> = update
            .nodes
            .iter()
            .map(|(id, node)| (*id, node.label().or_else(|| node.value()).unwrap_or_default().to_owned()))
            .collect();
        let in_points = |r: Rect| Rect::new(r.x0 / scale, r.y0 / scale, r.x1 / scale, r.y1 / scale);
        let describe = |node: &egui::accesskit::Node| {
            let own = node.label().unwrap_or_default().to_owned();
            let by = node.labelled_by().iter().filter_map(|id| named.get(id)).cloned().collect::<Vec<_>>().join(" ");
            Node {
                role: node.role(),
                name: if own.is_empty() { by } else { own },
                value: node.value().unwrap_or_default().to_owned(),
                bounds: node.bounds().map(in_points),
                is_enabled: !node.is_disabled(),
            }
        };
        update.nodes.iter().map(|(_, node)| describe(node)).filter(|n| n.role != Role::TextRun).collect()
    }

    /// The node with this name: the whole name, else a part of it; the smallest when there are several.
    pub fn try_find(&mut self, name: &str) -> Option<Node> {
        let nodes: Vec<Node> = self.nodes().into_iter().filter(|n| n.bounds.is_some()).collect();
        let exact = |n: &&Node| n.name == name || n.value == name;
        let clickable = |n: &&Node| exact(n) && n.role != Role::Label;
        let part = |n: &&Node| n.name.contains(name) || n.value.contains(name);
        let area = |n: &&Node| n.bounds.map_or(u64::MAX, |b| (b.width() * b.height()).max(0.0) as u64);
        let smallest = |keep: &dyn Fn(&&Node) -> bool| nodes.iter().filter(keep).min_by_key(area).cloned();
        smallest(&clickable).or_else(|| smallest(&exact)).or_else(|| smallest(&part))
    }

    /// Everything the canvas shows, by name, sorted.
    pub fn map_names(&mut self) -> Vec<String> {
        let mut names: Vec<String> =
            self.nodes().into_iter().filter(|n| n.role == Role::ListItem).map(|n| n.name).collect();
        names.sort();
        names
    }

    /// Every piece of words in the window.
    pub fn words(&mut self) -> Vec<String> {
        let words = |n: Node| if n.name.is_empty() { n.value } else { n.name };
        self.nodes().into_iter().map(words).filter(|w| !w.is_empty()).collect()
    }

    /// Waits until a node with this name is there.
    pub fn find(&mut self, name: &str) -> Node {
        let started = Instant::now();
        loop {
            if let Some(node) = self.try_find(name) {
                return node;
            }
            if started.elapsed() > PATIENCE {
                self.picture("failure.png");
                panic!("nothing is named {name:?}; there are {:#?}", self.words());
            }
            self.settle();
        }
    }

    /// Waits until nothing has this name any more.
    pub fn wait_gone(&mut self, name: &str) {
        let started = Instant::now();
        while self.try_find(name).is_some() {
            if started.elapsed() > PATIENCE {
                self.picture("failure.png");
                panic!("{name:?} is still there");
            }
            self.settle();
        }
    }

    /// The middle of a node that can be used; waits until it can.
    fn place(&mut self, name: &str) -> Pos2 {
        let started = Instant::now();
        let mut node = self.find(name);
        while !node.is_enabled {
            assert!(started.elapsed() < PATIENCE, "{name:?} stays disabled");
            self.settle();
            node = self.find(name);
        }
        middle(node.bounds.unwrap())
    }

    pub fn click(&mut self, name: &str) {
        let at = self.place(name);
        self.click_at(at);
    }

    /// Clicks something on the map twice, faster than two clicks would be. The outline may name it too.
    fn double_click(&mut self, name: &str) {
        self.find(name);
        let on_map = |n: &Node| n.role == Role::ListItem && n.name == name;
        let bounds = self.nodes().into_iter().filter(on_map).find_map(|n| n.bounds).expect("it stands on the map");
        let at = middle(bounds);
        self.send(vec![Event::PointerMoved(at)]);
        // Two frames at most: on a slow display three may be further apart than the two clicks may be.
        let [press, release] = pressed_and_released(at);
        self.ask(&Request::ApplyEvents { events: vec![press.clone(), release.clone(), press] });
        self.send(vec![release]);
    }

    /// Opens a field by a double click. On a display so slow that the two clicks are two single ones it is tried again, as
    /// people do; a field that is open is not.
    pub fn double_click_into(&mut self, name: &str, field: &str) -> Node {
        const TRIES: usize = 5;
        for _ in 0..TRIES {
            self.double_click(name);
            let started = Instant::now();
            while started.elapsed() < PATIENCE / 15 {
                if let Some(node) = self.try_find(field) {
                    return node;
                }
                self.settle();
            }
        }
        self.find(field)
    }

    /// Presses and releases within one frame: on a slow display two frames may be further apart than a click may last.
    fn click_at(&mut self, at: Pos2) {
        self.send(vec![Event::PointerMoved(at)]);
        self.send(pressed_and_released(at).to_vec());
    }

    /// Clicks what ends the program, and waits until it has ended, by itself and without complaint.
    pub fn click_and_close(mut self, name: &str) {
        let at = self.place(name);
        self.send(vec![Event::PointerMoved(at)]);
        let mut stream = self.stream.take().unwrap();
        // The answer may come or not: the program is leaving. The connection lives as long as it does.
        write_message(&stream, &Request::ApplyEvents { events: pressed_and_released(at).to_vec() }).unwrap();
        let mut rest = Vec::new();
        if let Err(error) = stream.read_to_end(&mut rest) {
            assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "the program is still running");
        }
        assert!(self.child.wait().unwrap().success(), "the program ended with an error");
    }

    pub fn write(&mut self, text: &str) {
        self.send(vec![Event::Text(text.to_owned())]);
    }

    pub fn key(&mut self, key: Key, modifiers: Modifiers) {
        let press = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.send(vec![Event::ModifiersChanged(modifiers), press(true), press(false)]);
        self.send(vec![Event::ModifiersChanged(Modifiers::NONE)]);
    }

    /// Replaces all words of the field that has the keyboard.
    pub fn overwrite(&mut self, text: &str) {
        self.key(Key::A, Modifiers::COMMAND);
        self.write(text);
    }

    /// Ends the program without a warning, as a crash or a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn middle(bounds: Rect) -> Pos2 {
    pos2(((bounds.x0 + bounds.x1) / 2.0) as f32, ((bounds.y0 + bounds.y1) / 2.0) as f32)
}

fn pressed_and_released(pos: Pos2) -> [Event; 2] {
    let event =
        |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    [event(true), event(false)]
}

/// Sessions keep their sockets here and refuse a folder that others can read.
fn make_private(folder: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
