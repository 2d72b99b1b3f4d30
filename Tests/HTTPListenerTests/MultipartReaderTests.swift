import Testing

@testable import HTTPListener

@Suite("Forms with files")
struct MultipartReaderTests {
    private static let body =
        "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nsecret\r\n"
        + "--b\r\nContent-Disposition: form-data; name=\"sound\"; filename=\"../../e%22vil.wav\"\r\n"
        + "Content-Type: audio/wav\r\n\r\nRIFF\r\n--\r\n--c\r\n\r\r\n\r\n--b\r\n"
        + "Content-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--b--\r\nepilogue"

    /// Data of one part as one.
    private func read(_ body: String, by step: Int) throws -> [MultipartReader.Event] {
        var reader = MultipartReader(boundary: "b")
        var events: [MultipartReader.Event] = []
        let bytes = Array(body.utf8)
        for start in stride(from: 0, to: bytes.count, by: step) {
            for event in try reader.read(bytes[start..<min(bytes.count, start + step)]) {
                if case .data(let new) = event, case .data(let old) = events.last {
                    events[events.count - 1] = .data(old + new)
                } else {
                    events.append(event)
                }
            }
        }
        return events
    }

    @Test("The result does not depend on how the bytes are split", arguments: [1, 2, 3, 7, 64, 10_000])
    func pieces(_ step: Int) throws {
        #expect(
            try read(Self.body, by: step) == [
                .part(name: "token", file: nil), .data(Array("secret".utf8)), .partEnd,
                .part(name: "sound", file: "../../e\"vil.wav"), .data(Array("RIFF\r\n--\r\n--c\r\n\r\r\n".utf8)),
                .partEnd, .part(name: "empty", file: nil), .partEnd, .end,
            ])
    }

    @Test(
        "Invalid forms are refused",
        arguments: [
            "--bx\r\n", "--b\r\nContent-Type: text/plain\r\n\r\n", "--b\r\nContent-Disposition: form-data\r\n\r\n",
            String(repeating: "x", count: 10_000), "--b\r\n" + String(repeating: "x", count: 10_000),
            String(repeating: "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n", count: 101),
        ])
    func invalid(_ body: String) {
        #expect(throws: MultipartError.self) { try read(body, by: 100) }
    }

    @Test(
        "Boundaries",
        arguments: [
            ("multipart/form-data; boundary=----WebKit123", "----WebKit123"),
            ("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"", "a b"), ("multipart/form-data", nil),
            ("multipart/form-data; boundary=", nil), ("text/plain; boundary=x", nil),
            ("multipart/form-data; boundary=\(String(repeating: "x", count: 71))", nil),
        ])
    func boundary(_ type: String, _ boundary: String?) {
        #expect(MultipartReader.boundary(type) == boundary)
    }
}
