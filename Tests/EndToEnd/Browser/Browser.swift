import Foundation
import Glibc
import Support
import Testing

/// Drives the dashboard as a person would: reads, clicks, types, and waits for texts.
final class Browser {
    /// A text did not appear in time.
    struct NotSeen: Error, CustomStringConvertible {
        let what: String
        let page: String

        var description: String { "not seen: \(what), but: \(page)" }
    }

    let driver: WebDriver
    /// How long a page may take on a machine with other work.
    static let timeout = Duration.seconds(60)
    /// The key of an element in WebDriver's JSON.
    private static let elementKey = "element-6066-11e4-a52e-4f735466cecf"

    /// The dashboard's URL.
    let base: String

    init(port: Int) throws {
        driver = try WebDriver()
        base = "http://127.0.0.1:\(port)"
    }

    // MARK: Pages

    func open(_ path: String) throws {
        try driver.post("/url", ["url": base + path])
    }

    /// The path with its query.
    var place: String {
        get throws { String((try driver.get("/url") as? String ?? "").dropFirst(base.count)) }
    }

    // MARK: Seeing

    /// The visible text of an element; empty if there is none.
    func text(_ css: String = "main") throws -> String {
        try script("return document.querySelector(arguments[0])?.innerText ?? ''", [css])
    }

    /// The value of a field.
    func value(of css: String) throws -> String {
        try script("return document.querySelector(arguments[0]).value", [css])
    }

    func count(_ css: String) throws -> Int {
        try script("return document.querySelectorAll(arguments[0]).length", [css])
    }

    /// Whether a script returns true.
    func holds(_ script: String, _ arguments: Any...) throws -> Bool { try self.script(script, arguments) }

    /// The result of a script: a string, a number, a Boolean, or arrays and dictionaries of them.
    func script<Value>(_ script: String, _ arguments: [Any] = []) throws -> Value {
        let value = try driver.post("/execute/sync", ["script": script, "args": arguments])
        return try #require(value as? Value, "\(script): \(value)")
    }

    /// Waits until an element shows a text.
    func see(_ text: String, in css: String = "main") throws {
        try wait("“\(text)” in \(css)") { try self.text(css).contains(text) }
    }

    /// Reloads the page until an element shows a text.
    func see(_ text: String, in css: String = "main", reloading path: String) throws {
        try wait("“\(text)” in \(css) of \(path)") {
            try open(path)
            return try self.text(css).contains(text)
        }
    }

    func wait(_ what: String, until condition: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + Self.timeout
        while try !condition() {
            guard ContinuousClock.now < deadline else {
                throw NotSeen(what: what, page: String(try text("body").prefix(1500)))
            }
            usleep(20_000)
        }
    }

    // MARK: Doing

    /// Clicks the first of the elements once it can be clicked, and follows the link.
    ///
    /// - Parameter text: the beginning of its text.
    func click(_ css: String, saying text: String = "") throws {
        try onElement(css, saying: text) { try driver.post("/element/\($0)/click") }
    }

    /// Types key by key, replacing the selection.
    func type(_ text: String, into css: String) throws {
        try onElement(css) { try driver.post("/element/\($0)/value", ["text": text]) }
    }

    /// Empties a field and types.
    func fill(_ css: String, _ text: String) throws {
        try onElement(css) { try driver.post("/element/\($0)/clear") }
        try type(text, into: css)
    }

    /// Sets a field whose keys depend on the language, such as a date's.
    func set(_ css: String, _ value: String) throws {
        let script = """
            const field = document.querySelector(arguments[0]);
            field.value = arguments[1];
            for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, { bubbles: true }));
            return field.value === arguments[1];
            """
        #expect(try holds(script, css, value))
    }

    /// Selects a part of a text field.
    func select(_ text: String, in css: String) throws {
        let script = """
            const field = document.querySelector(arguments[0]), start = field.value.indexOf(arguments[1]);
            field.focus();
            field.setSelectionRange(start, start + arguments[1].length);
            return start >= 0;
            """
        #expect(try holds(script, css, text), "no “\(text)” in \(css)")
    }

    /// Drags across an element at half of its height.
    ///
    /// - Parameters:
    ///   - start, end: parts of its width.
    ///   - pointer: `mouse` or `touch`.
    func drag(_ css: String, from start: Double, to end: Double, _ pointer: String) throws {
        let place = """
            const element = document.querySelector(arguments[0]);
            element.scrollIntoView({ block: 'center' });
            const box = element.getBoundingClientRect();
            return [box.left, box.top + box.height / 2, box.width];
            """
        let box: [Double] = try script(place, [css])
        func move(_ part: Double, _ duration: Int) -> [String: Any] {
            [
                "type": "pointerMove", "duration": duration, "x": Int((box[0] + part * box[2]).rounded()),
                "y": Int(box[1].rounded()),
            ]
        }
        let actions: [[String: Any]] = [
            move(start, 0), ["type": "pointerDown", "button": 0], move((start + end) / 2, 50), move(end, 50),
            ["type": "pointerUp", "button": 0],
        ]
        try driver.post(
            "/actions",
            [
                "actions": [
                    ["type": "pointer", "id": pointer, "parameters": ["pointerType": pointer], "actions": actions]
                ]
            ])
    }

    /// Presses a key where the focus is.
    func press(_ key: String) throws {
        for type in ["rawKeyDown", "keyUp"] {
            try driver.chromium(
                "Input.dispatchKeyEvent",
                ["type": type, "key": key, "code": key, "windowsVirtualKeyCode": key == "Delete" ? 46 : 0])
        }
    }

    /// Waits for an element and works on it; retries if the page has replaced it.
    private func onElement(_ css: String, saying text: String = "", _ work: (String) throws -> Void) throws {
        let find = """
            const [css, text] = arguments;
            const found = [...document.querySelectorAll(css)].find(element => element.textContent.trim().startsWith(text));
            // Not below the bar at the lower edge of a telephone.
            found?.scrollIntoView({ block: 'center' });
            return found;
            """
        let passing = ["stale element reference", "element not interactable", "element click intercepted"]
        try wait("\(css) “\(text)”") {
            do {
                let found = try driver.post("/execute/sync", ["script": find, "args": [css, text]])
                guard let element = (found as? [String: String])?[Self.elementKey] else { return false }
                try work(element)
                return true
            } catch let failure as WebDriver.Failure where passing.contains(failure.code) {
                return false
            }
        }
    }
}
