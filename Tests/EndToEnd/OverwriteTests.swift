import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// An existing target is kept, unless it is an outdated announcement or --force is given; recordings are always kept.
struct OverwriteTests {
    static let foreign = Array("the only copy".utf8)

    private func folderWithRecording() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.copy("wrong-key.aiff", to: "a.aiff")
        return folder
    }

    @Test("a foreign file is left alone; --force replaces it") func foreign() throws {
        let folder = try folderWithRecording()
        try folder.write(Self.foreign, to: "a.wav")
        let stamp = try folder.stamp(of: "a.wav")
        for arguments in [["a.aiff"], ["a.aiff", "-o", "a.wav"], ["-o", ".", "a.aiff"], ["--dry-run", "a.aiff"]] {
            let run = try RunningProgram([Announce.path, "convert"] + arguments, in: folder.path, input: .nothing)
                .wait()
            #expect(run.status == 1)
            #expect(run.errors.contains("a.wav already exists and was not changed. Overwrite it with --force"))
            #expect(run.output.isEmpty)
            #expect(try folder.stamp(of: "a.wav") == stamp)
            #expect(try folder.bytes(of: "a.wav") == Self.foreign)
        }
        #expect(try Announce.run("convert", "--force", "--dry-run", "a.aiff", in: folder).status == 0)
        #expect(try folder.stamp(of: "a.wav") == stamp)
        #expect(try Announce.run("convert", "--force", "a.aiff", in: folder).status == 0)
        try expectAnnouncement(folder.file("a.wav"), samples: 15114)
        #expect(folder.listing == ["a.aiff", "a.wav"])
    }

    @Test("standard input has no date: an existing target is left alone") func standardInput() throws {
        let folder = try folderWithRecording()
        let input = RunningProgram.Input.file(folder.file("a.aiff"))
        #expect(try Announce.run("convert", "-", "-o", "b.wav", in: folder, input: input).status == 0)
        let stamp = try folder.stamp(of: "b.wav")
        #expect(try Announce.run("convert", "-", "-o", "b.wav", in: folder, input: input).status == 1)
        #expect(try folder.stamp(of: "b.wav") == stamp)
        #expect(try Announce.run("convert", "-", "-f", "-o", "b.wav", in: folder, input: input).status == 0)
        #expect(try folder.stamp(of: "b.wav") != stamp)
    }

    @Test("the same again is up to date, however the recording is named") func upToDate() throws {
        let folder = try folderWithRecording()
        #expect(try Announce.run("convert", "--level", "a.aiff", in: folder).status == 0)
        let stamp = try folder.stamp(of: "a.wav")
        for name in ["a.aiff", "./a.aiff", folder.file("a.aiff").string] {
            let run = try Announce.run("convert", "--level=-19dBm0", name, "-o", "a.wav", in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.text == "\(name) → a.wav  up to date\n")
            #expect(try folder.stamp(of: "a.wav") == stamp)
        }
        #expect(try Announce.run("convert", "--level", "--force", "a.aiff", in: folder).status == 0)
        #expect(try folder.stamp(of: "a.wav") != stamp)
    }

    @Test("a recording that has changed since is converted again") func outdated() throws {
        let folder = try folderWithRecording()
        #expect(try Announce.run("convert", "a.aiff", in: folder).status == 0)
        try FileManager.default.removeItem(atPath: folder.file("a.aiff").string)
        try folder.copy("enter-code.au", to: "a.aiff")
        try folder.date("a.aiff", later: 10)
        let run = try Announce.run("convert", "a.aiff", in: folder)
        #expect(run.status == 0, "\(run.errors)")
        try expectAnnouncement(folder.file("a.wav"), samples: 22171)
        #expect(folder.listing == ["a.aiff", "a.wav"])
    }

    @Test(
        "made with another recipe, or of another recording: left alone, newer or not",
        arguments: [
            ["--level"], ["--level=-16LUFS"], ["--high-pass"], ["--trim"], ["--dither"], ["--channel", "1"],
            ["--encoding", "alaw"], ["--resampler", "libsamplerate"],
        ])
    func otherRecipe(_ recipe: [String]) throws {
        let folder = try folderWithRecording()
        #expect(try Announce.run("convert", "a.aiff", in: folder).status == 0)
        try folder.date("a.aiff", later: 10)
        let stamp = try folder.stamp(of: "a.wav")
        let command = [Announce.path, "convert", "a.aiff"] + recipe
        let run = try RunningProgram(command, in: folder.path, input: .nothing).wait()
        #expect(run.status == 1)
        #expect(run.errors.contains("already exists"))
        try folder.copy("wrong-key.aiff", to: "b.aiff")
        #expect(try Announce.run("convert", "b.aiff", "-o", "a.wav", in: folder).status == 1)
        #expect(try folder.stamp(of: "a.wav") == stamp)
    }

    @Test("an announcement that another program has overwritten is foreign") func writtenOver() throws {
        let folder = try folderWithRecording()
        #expect(try Announce.run("convert", "a.aiff", in: folder).status == 0)
        // As most programs save: a new file under the old name.
        try FileManager.default.removeItem(atPath: folder.file("a.wav").string)
        try folder.write(Self.foreign, to: "a.wav")
        try folder.date("a.aiff", later: 10)
        #expect(try Announce.run("convert", "a.aiff", in: folder).status == 1)
        #expect(try folder.bytes(of: "a.wav") == Self.foreign)
    }

    @Test(
        "the recording itself, by whatever name, is never the target",
        arguments: ["a.wav", "./a.wav", "$PWD/a.wav", "hard.wav", "soft.wav", "folder/a.wav", "chain.wav"],
        ["", "--force"])
    func itself(_ target: String, _ force: String) throws {
        let folder = try TemporaryFolder()
        try folder.copy("nothing-heard.wav", to: "a.wav")
        let script = "ln a.wav hard.wav; ln -s a.wav soft.wav; ln -s . folder; ln -s soft.wav chain.wav"
        #expect(try Announce.shell(script, in: folder).status == 0)
        let before = try folder.stamp(of: "a.wav")
        let listing = folder.listing
        let target = target.replacing("$PWD", with: folder.path.string)
        let command = [Announce.path, "convert", "a.wav", "-o", target] + (force.isEmpty ? [] : [force])
        let run = try RunningProgram(command, in: folder.path, input: .nothing).wait()
        #expect(run.status == 1)
        #expect(run.errors.contains("recordings are never changed"))
        #expect(run.output.isEmpty)
        #expect(try folder.stamp(of: "a.wav") == before)
        #expect(folder.listing == listing)
        let source = try [UInt8](
            Data(contentsOf: URL(fileURLWithPath: Media.folder.appending("nothing-heard.wav").string)))
        #expect(try folder.bytes(of: "a.wav") == source)
    }

    @Test("the target of one recording is another one of the same run", arguments: ["", "--force"])
    func eachOther(_ force: String) throws {
        let folder = try folderWithRecording()
        try folder.copy("nothing-heard.wav", to: "a.wav")
        let before = try folder.stamp(of: "a.wav")
        let command = [Announce.path, "convert", "a.aiff", "a.wav"] + (force.isEmpty ? [] : [force])
        let run = try RunningProgram(command, in: folder.path, input: .nothing).wait()
        #expect(run.status == 1)
        #expect(run.errors.contains("a.wav is the recording a.wav itself; recordings are never changed"))
        #expect(try folder.stamp(of: "a.wav") == before)
        #expect(folder.listing == ["a.aiff", "a.wav"])
    }

    @Test("standard input from the target: the recording stays whole") func standardInputItself() throws {
        let folder = try TemporaryFolder()
        try folder.copy("nothing-heard.wav", to: "a.wav")
        let before = try folder.stamp(of: "a.wav")
        let run = try Announce.shell("\"$announce\" convert - -o a.wav < a.wav", in: folder)
        #expect(run.status == 1)
        #expect(try folder.stamp(of: "a.wav") == before)
    }

    @Test("a link is replaced itself, not its target", arguments: ["there.wav", "nowhere"])
    func link(_ destination: String) throws {
        let folder = try folderWithRecording()
        try folder.write(Self.foreign, to: "there.wav")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("a.wav").string, withDestinationPath: destination)
        let run = try Announce.run("convert", "a.aiff", in: folder)
        #expect(run.status == 1)
        #expect(run.errors.contains("already exists"))
        #expect(folder.listing == ["a.aiff", "a.wav", "there.wav"])
        #expect(try Announce.run("convert", "--force", "a.aiff", in: folder).status == 0)
        #expect(try folder.bytes(of: "there.wav") == Self.foreign)
        #expect(folder.listing == ["a.aiff", "a.wav", "there.wav"])
        try expectAnnouncement(folder.file("a.wav"), samples: 15114)
    }

    @Test("a folder has the target's name", arguments: ["", "--force"]) func folderInTheWay(_ force: String) throws {
        let folder = try folderWithRecording()
        try folder.makeFolder("a.wav")
        let command = [Announce.path, "convert", "a.aiff"] + (force.isEmpty ? [] : [force])
        let run = try RunningProgram(command, in: folder.path, input: .nothing).wait()
        #expect(run.status == 1)
        #expect(run.errors.contains("a.wav is a folder"))
        #expect(folder.listing == ["a.aiff", "a.wav"])
    }

    @Test("a file is where a folder of the target's path would be") func fileInTheWay() throws {
        let folder = try folderWithRecording()
        try folder.write(Self.foreign, to: "file")
        let run = try Announce.run("convert", "--force", "a.aiff", "-o", "file/a.wav", in: folder)
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("Error: a.aiff: file/a.wav cannot be created: not a directory."))
        #expect(try folder.bytes(of: "file") == Self.foreign)
    }

    @Test("a recording that fails leaves the old target, also with --force", arguments: ["", "--force"])
    func failure(_ force: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("text, not sound".utf8, to: "a.flac")
        try folder.write(Self.foreign, to: "a.wav")
        let stamp = try folder.stamp(of: "a.wav")
        let command = [Announce.path, "convert", "a.flac"] + (force.isEmpty ? [] : [force])
        #expect(try RunningProgram(command, in: folder.path, input: .nothing).wait().status == 1)
        #expect(try folder.stamp(of: "a.wav") == stamp)
        #expect(folder.listing == ["a.flac", "a.wav"])
    }
}

/// Targets that refuse: nothing is left, what was there stays.
struct FullDiskTests {
    @Test("/dev/full says why") func devFull() throws {
        let folder = try TemporaryFolder()
        try folder.copy("wrong-key.aiff", to: "a.aiff")
        for command in ["-o /dev/full", "-o - > /dev/full", "--force -o /dev/full"] {
            let run = try Announce.shell("\"$announce\" convert a.aiff \(command)", in: folder)
            #expect(run.status == 1)
            #expect(run.errors.contains("could not be written: no space left on device"), "\(run.errors)")
            #expect(folder.listing == ["a.aiff"])
        }
    }

    @Test("/dev/null takes anything and stays a device") func devNull() throws {
        let folder = try TemporaryFolder()
        try folder.copy("wrong-key.aiff", to: "a.aiff")
        #expect(try Announce.run("convert", "a.aiff", "--force", "-o", "/dev/null", in: folder).status == 0)
        #expect(try Announce.shell("test -c /dev/null", in: folder).status == 0)
    }

    @Test(
        "a limit on file sizes: an error, no partial file, the old target whole",
        arguments: ["", "--level", "--trim --dither"])
    func sizeLimit(_ options: String) throws {
        let folder = try TemporaryFolder()
        try folder.copy("welcome.flac")
        try folder.write(OverwriteTests.foreign, to: "welcome.wav")
        let stamp = try folder.stamp(of: "welcome.wav")
        // 16 blocks of 512 bytes, and an error instead of the signal.
        let script = "trap '' XFSZ; ulimit -f 16; exec \"$announce\" convert --force \(options) welcome.flac"
        let run = try Announce.shell(script, in: folder)
        #expect(run.status == 1)
        #expect(run.errors.contains("file too large"), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1)
        #expect(folder.listing == ["welcome.flac", "welcome.wav"])
        #expect(try folder.stamp(of: "welcome.wav") == stamp)
        #expect(try folder.bytes(of: "welcome.wav") == OverwriteTests.foreign)
    }

    @Test(
        "a full disk: an error, no partial file, the old target whole", .enabled(if: Announce.canMount),
        arguments: ["", "--level", "-j 2 --dither"])
    func fullDisk(_ options: String) throws {
        let folder = try TemporaryFolder()
        try folder.copy("welcome.flac")
        try folder.write(OverwriteTests.foreign, to: "old")
        try folder.makeFolder("disk")
        // Visible to this process only, and removed with it. 48 KiB hold the old target and not the new one.
        let script = """
            exec unshare --mount sh -c 'mount -t tmpfs -o size=48k none disk && cp old disk/welcome.wav || exit 99
            "$announce" convert --force \(options) welcome.flac -o disk; status=$?
            ls -A disk; cmp old disk/welcome.wav; exit $status'
            """
        let run = try Announce.shell(script, in: folder)
        #expect(run.status == 1)
        #expect(run.text == "welcome.wav\n")
        #expect(run.errors.contains("no space left on device"), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    @Test("no permission", .enabled(if: Announce.unprivileged != nil)) func noPermission() throws {
        let prefix = try #require(Announce.unprivileged)
        let folder = try TemporaryFolder()
        try folder.copy("wrong-key.aiff", to: "a.aiff")
        try folder.copy("wrong-key.aiff", to: "secret.aiff")
        try folder.makeFolder("locked")
        try folder.makeFolder("open")
        try folder.write(OverwriteTests.foreign, to: "locked/old.wav")
        #expect(try Announce.shell("chmod 555 . locked; chmod 777 open; chmod 000 secret.aiff", in: folder).status == 0)
        let listing = folder.listing
        for (arguments, reason) in [
            ("a.aiff", "a.wav cannot be created: permission denied"),
            ("a.aiff -o locked", "locked/a.wav cannot be created: permission denied"),
            ("a.aiff -o locked/old.wav --force", "locked/old.wav cannot be created: permission denied"),
            ("a.aiff -o locked/deep/a.wav", "locked/deep cannot be created: permission denied"),
            ("secret.aiff -o open", "secret.aiff: it cannot be opened: permission denied"),
        ] {
            let run = try Announce.shell("exec \(prefix) \"$announce\" convert \(arguments)", in: folder)
            #expect(run.status == 1)
            #expect(run.errors.contains(reason), "\(run.errors)")
            #expect(run.errors.split(separator: "\n").count == 1)
            #expect(folder.listing == listing)
        }
        let run = try Announce.shell("exec \(prefix) \"$announce\" convert a.aiff secret.aiff -o open", in: folder)
        #expect(run.status == 1)
        #expect(folder.listing == (listing + ["open/a.wav"]).sorted())
        #expect(try Announce.shell("chmod 755 . locked", in: folder).status == 0)
    }
}
