import Foundation
import Support
import SystemPackage
import Testing

/// `announce import`: what a studio delivers, and what an attacker does.
struct ImportCommandTests {
    private static let configuration = """
        public-url: https://phone.example.com
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 1234567: reception
          default: hangup
        flows:
          reception: [ { check: office, open: { menu: main } }, { play: [ geschlossen, spaeter ] }, { play: de/ende }, hangup ]
        menus:
          main: { prompt: begruessung, choices: { 1: hangup } }
        schedules:
          office: { hours: { mon-fri: 09:00-17:00 } }
        """

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(Array(Self.configuration.utf8), to: "announce.yaml")
        try folder.makeFolder("media")
        for name in ["welcome.flac", "touch-tone.wav"] { try folder.copy(name) }
        try Tool.require("/usr/bin/python3", ["-c", "import os; os.chdir('\(folder.path.string)')\n" + Self.archives])
        return folder
    }

    /// Makes archives as a studio does, and as an attacker does.
    private static let archives = """
        import sys, zipfile, struct, os
        def zip_of(name, files, method=zipfile.ZIP_DEFLATED):
            with zipfile.ZipFile(name, 'w', method) as z:
                for path, data in files: z.writestr(path, data)
        sound = open('welcome.flac', 'rb').read()
        zip_of('good.zip', [('Delivery 3/01 Begr\\u00fc\\u00dfung.FLAC', sound), ('Delivery 3/DE/Ende.wav', open('touch-tone.wav', 'rb').read()),
            ('Delivery 3/script.pdf', b'%PDF'), ('__MACOSX/._x.wav', b'x'), ('Delivery 3/.DS_Store', b'x'),
            ('Delivery 3/geschlossen.wav', b'no sound'), ('Delivery 3/unknown.wav', sound), ('Delivery 3/spater.flac', sound),
            ('Delivery 3/2_sp\\u00e4ter.flac', sound)])
        zip_of('stored.zip', [('geschlossen.flac', sound)], zipfile.ZIP_STORED)
        for bad in ['../geschlossen.wav', '/geschlossen.wav', 'a/../../geschlossen.wav', '..\\\\geschlossen.wav', 'C:/geschlossen.wav']:
            zip_of('bad%d.zip' % len(os.listdir('.')), [(bad, sound)])
        info = zipfile.ZipInfo('geschlossen.wav'); info.external_attr = 0o120777 << 16
        zip_of('bad-link.zip', [(info, b'/etc/passwd')])
        import warnings; warnings.simplefilter('ignore')
        zip_of('bad-twice.zip', [('geschlossen.wav', sound), ('geschlossen.wav', sound)])
        zip_of('bad-bomb.zip', [('geschlossen.wav', b'\\0' * 30_000_000)])
        data = bytearray(open('bad-bomb.zip', 'rb').read())
        at = data.rfind(b'PK\\1\\2'); data[at + 24:at + 28] = struct.pack('<I', 1000)
        open('bad-bomb.zip', 'wb').write(data)
        data = bytearray(open('stored.zip', 'rb').read())
        at = data.rfind(b'PK\\1\\2'); data[at + 8] |= 1; open('bad-encrypted.zip', 'wb').write(data)
        data = bytearray(open('good.zip', 'rb').read()); data[200] ^= 255; open('bad-damaged.zip', 'wb').write(data)
        open('bad-cut.zip', 'wb').write(open('good.zip', 'rb').read()[:-40])
        open('bad-text.zip', 'wb').write(b'no archive')
        open('bad-empty.zip', 'wb').write(b'')
        # Two entries that share their bytes.
        with zipfile.ZipFile('bad-overlap.zip', 'w', zipfile.ZIP_STORED) as z:
            z.writestr('geschlossen.wav', sound); z.writestr('begruessung.wav', b'x')
        data = bytearray(open('bad-overlap.zip', 'rb').read()); at = data.rfind(b'PK\\1\\2')
        first = data.find(b'PK\\1\\2'); data[at + 42:at + 46] = data[first + 42:first + 46]
        open('bad-overlap.zip', 'wb').write(data)
        """

    @Test("A delivery becomes recordings after a yes; what is replaced is kept") func imports() throws {
        let folder = try folder()
        try folder.copy("nothing-heard.wav")
        #expect(try Announce.shell("mv nothing-heard.wav media/begruessung.wav", in: folder).status == 0)

        // Without a terminal and --yes nothing happens.
        let asked = try Announce.run("import", "good.zip", "--state", "state", in: folder)
        #expect(asked.status == 1 && asked.errors.contains("nothing was changed"), "\(asked.errors)")
        #expect(try Announce.shell("ls media", in: folder).text == "begruessung.wav\n")

        let run = try Announce.run("import", "good.zip", "--yes", "--state", "state", in: folder)
        // Some files could not be used.
        #expect(run.status == 1)
        #expect(run.errors.contains("Imported 2 recordings into media"), "\(run.errors)")
        #expect(run.errors.contains("Still missing: geschlossen, spaeter."), "\(run.errors)")
        #expect(
            run.text.contains(#/01 Begrüßung.FLAC +→ +begruessung +0:04\.\d +-20\.\d dBm0 +replaces begruessung.wav/#),
            "\(run.text)")
        #expect(run.text.contains(#/unknown.wav +→ +–.*no announcement has this name/#), "\(run.text)")
        #expect(run.text.contains(#/geschlossen.wav +→ +– /#), "\(run.text)")
        #expect(run.text.contains(#/2_später.flac +→ +–.*spater.flac is for the same announcement/#), "\(run.text)")
        #expect(
            try Announce.shell("cd media; find . -type f | sort", in: folder).text
                == "./begruessung.flac\n./de/ende.wav\n")
        #expect(try Announce.shell("cmp welcome.flac media/begruessung.flac", in: folder).status == 0)
        #expect(try Announce.shell("cat state/replaced/*/*/*.json", in: folder).text.contains("begruessung.wav"))
        #expect(try Announce.shell("ls state/drafts", in: folder).text == "lock\n")

        // A folder; the originals stay where they are.
        #expect(
            try Announce.shell("mkdir studio; cp welcome.flac 'studio/3 - Geschlossen.flac'", in: folder).status == 0)
        let second = try Announce.run("import", "studio", "--yes", "--state", "state", in: folder)
        #expect(second.status == 0, "\(second.errors)")
        #expect(try Announce.shell("cmp 'studio/3 - Geschlossen.flac' media/geschlossen.flac", in: folder).status == 0)
        #expect(try Announce.run("import", "stored.zip", "--yes", "--state", "state", in: folder).status == 0)
    }

    @Test("Hostile archives are refused whole") func hostile() throws {
        let folder = try folder()
        let archives = folder.listing.filter { $0.hasPrefix("bad") && $0.hasSuffix(".zip") }
        #expect(archives.count == 14)
        for archive in archives {
            let run = try Announce.run("import", archive, "--yes", "--state", "state", in: folder)
            #expect(
                run.status == 1 && run.errors.hasPrefix("Error: \(archive) was not unpacked"),
                "\(archive): \(run.errors)")
        }
        #expect(try Announce.shell("ls media; ls state/drafts; ls ..| grep geschlossen", in: folder).text == "lock\n")
        let missing = try Announce.run("import", "nowhere.zip", "--yes", "--state", "state", in: folder)
        #expect(missing.status == 1 && missing.errors.hasPrefix("Error: nowhere.zip does not exist."))
    }
}
