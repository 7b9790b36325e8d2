//! Hands and eyes on a running window: starts the program, finds things by their accessible names, sends what a mouse
//! and a keyboard would, takes pictures.

use egui::accesskit::{NodeId, Rect, Role};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, pos2};
use egui_inspection::protocol::read_handshake;
use egui_inspection::{Request, Response, read_message, write_message};
use std::net::TcpStream;
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
}

/// A running window.
pub struct Window {
    child: Child,
    stream: TcpStream,
    pictures: PathBuf,
}

impl Window {
    /// Starts the program with `arguments`; its own folders are under `home`.
    pub fn start(arguments: &[&str], home: &Path, port: u16, pictures: &Path) -> Self {
        std::fs::create_dir_all(pictures).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_milepost"))
            .args(arguments)
            .env("MILEPOST_HOME", home)
            .env("EGUI_INSPECTION", format!("127.0.0.1:{port}"))
            .spawn()
            .unwrap();
        let started = Instant::now();
        let stream = loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(error) => assert!(started.elapsed() < PATIENCE, "no window answers: {error}"),
            }
            std::thread::yield_now();
        };
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        read_handshake(&stream).unwrap();
        let mut window = Self { child, stream, pictures: pictures.to_owned() };
        window.settle();
        window
    }

    fn ask(&mut self, request: &Request) -> Response {
        write_message(&self.stream, request).unwrap();
        match read_message(&self.stream).unwrap() {
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
        while self.screenshot_size() != [width, height] && started.elapsed() < PATIENCE {
            self.settle();
        }
    }

    fn screenshot_size(&mut self) -> [u32; 2] {
        match self.ask(&Request::GetScreenshot { pixels_per_point: Some(1.0) }) {
            Response::Screenshot(png) => png.size,
            other => panic!("no picture but {other:?}"),
        }
    }

    /// Takes a picture into the pictures folder.
    pub fn picture(&mut self, name: &str) {
        self.settle();
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

    /// Waits until a node with this name is there.
    pub fn find(&mut self, name: &str) -> Node {
        let started = Instant::now();
        loop {
            if let Some(node) = self.try_find(name) {
                return node;
            }
            if started.elapsed() > PATIENCE {
                self.picture("failure.png");
                let names: Vec<String> = self.nodes().into_iter().map(|n| n.name).filter(|n| !n.is_empty()).collect();
                panic!("nothing is named {name:?}; there are {names:#?}");
            }
            self.settle();
        }
    }

    /// Waits until nothing has this name any more.
    pub fn wait_gone(&mut self, name: &str) {
        let started = Instant::now();
        while self.try_find(name).is_some() {
            assert!(started.elapsed() < PATIENCE, "{name:?} is still there");
            self.settle();
        }
    }

    fn place(&mut self, name: &str) -> Pos2 {
        let bounds = self.find(name).bounds.unwrap();
        pos2(((bounds.x0 + bounds.x1) / 2.0) as f32, ((bounds.y0 + bounds.y1) / 2.0) as f32)
    }

    pub fn click(&mut self, name: &str) {
        let at = self.place(name);
        self.click_at(at, 1, PointerButton::Primary);
    }

    pub fn double_click(&mut self, name: &str) {
        let at = self.place(name);
        self.click_at(at, 2, PointerButton::Primary);
    }

    pub fn click_at(&mut self, pos: Pos2, times: usize, button: PointerButton) {
        let press = |pressed| Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE };
        self.send(vec![Event::PointerMoved(pos)]);
        for _ in 0..times {
            self.ask(&Request::ApplyEvents { events: vec![press(true)] });
            self.ask(&Request::ApplyEvents { events: vec![press(false)] });
        }
        self.settle();
    }

    pub fn drag(&mut self, from: &str, to: &str) {
        let (from, to) = (self.place(from), self.place(to));
        let press = |pos, pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.send(vec![Event::PointerMoved(from)]);
        self.ask(&Request::ApplyEvents { events: vec![press(from, true)] });
        for step in 1..=12_u8 {
            let at = from + (to - from) * (f32::from(step) / 12.0);
            self.ask(&Request::ApplyEvents { events: vec![Event::PointerMoved(at)] });
        }
        self.send(vec![press(to, false)]);
    }

    pub fn write(&mut self, text: &str) {
        self.send(vec![Event::Text(text.to_owned())]);
    }

    pub fn key(&mut self, key: Key, modifiers: Modifiers) {
        let press =
            |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.send(vec![Event::ModifiersChanged(modifiers), press(true), press(false)]);
        self.send(vec![Event::ModifiersChanged(Modifiers::NONE)]);
    }

    /// Waits until the program has ended by itself.
    pub fn wait_closed(mut self) {
        let started = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(started.elapsed() < PATIENCE, "the program is still running");
            std::thread::yield_now();
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
