import Foundation
import Support
import SystemPackage
import Testing

/// Businesses as they are, each written in the language: what people want to say can be said, and shortly.
struct BusinessTests {
    private static let folder = Media.folder.removingLastComponent().appending("Tests/Businesses")

    @Test(
        "a business's file is short, valid without a warning, and answers as its golden calls say",
        arguments: ["breakdown-rota", "club", "help-desk", "hotel", "locksmith", "practice", "town-hall"])
    func business(_ name: String) throws {
        let folder = try TemporaryFolder()
        try Tool.require("cp", ["-r", Self.folder.appending(name).string, folder.file("business").string])
        let text = String(decoding: try folder.bytes(of: "business/announce.yaml"), as: UTF8.self)
        #expect(text.split(separator: "\n").count < 60)

        let calls = try run("test", in: folder)
        #expect(calls.status == 0, "\(calls.text)")
        #expect(calls.text.split(separator: "\n").count > 3)

        // What has to be recorded is known from what is missing.
        for line in try check(folder, "--json").text.matches(of: /no recording for announcement `(.*?)`/) {
            let recording = FilePath("business/media/\(line.1).wav")
            try folder.makeFolder(recording.removingLastComponent().string)
            try Tool.require(
                "cp", [Media.folder.appending("nothing-heard.wav").string, folder.file(recording.string).string])
        }
        let valid = try check(folder, "--strict")
        #expect(valid.status == 0, "\(valid.text)\n\(valid.errors)")
    }

    private func check(_ folder: TemporaryFolder, _ option: String) throws -> RunningProgram.Result {
        try run("check", "--state", "../state", option, in: folder)
    }

    private func run(_ arguments: String..., in folder: TemporaryFolder) throws -> RunningProgram.Result {
        try RunningProgram([Announce.path] + arguments, in: folder.file("business"), input: .nothing).wait()
    }
}
