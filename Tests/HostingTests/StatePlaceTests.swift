import Foundation
import Hosting
import LocalFiles
import Support
import SystemPackage
import Testing

/// The name of a configuration's state folder: state is lost to people when it changes.
struct StatePlaceTests {
    @Test(
        "the name is that of the project's folder and a hash that never changes",
        arguments: [
            ("/srv/joinery/announce.yaml", "joinery-4ec2991d"), ("/srv/joinery/test.yaml", "joinery-"),
            ("/srv/.hidden/announce.yaml", "hidden-"), ("/announce.yaml", "project-"),
            ("/srv/Tischlerei Grün & Söhne/announce.yaml", "TischlereiGrnShne-"),
        ])
    func names(_ file: String, _ start: String) throws {
        let name = StatePlace.name(of: FilePath(file))
        #expect(name.hasPrefix(start) && name.contains(/-[0-9a-f]{8}$/), "\(name)")
    }

    @Test("two files of one folder have different names") func files() throws {
        #expect(StatePlace.name(of: "/srv/joinery/a.yaml") != StatePlace.name(of: "/srv/joinery/b.yaml"))
    }

    @Test("a folder reached through a link has one name; a file that is a link has its own") func links() throws {
        let folder = try TemporaryFolder()
        try folder.file("real").makeFolder(permissions: .ownerReadWriteExecute)
        try folder.write([], to: "real/announce.yaml")
        for (link, target) in [("link", "real"), ("real/other.yaml", "announce.yaml")] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.file(link).string, withDestinationPath: target)
        }
        let real = StatePlace.name(of: folder.file("real/announce.yaml"))
        #expect(StatePlace.name(of: folder.file("link/announce.yaml")) == real)
        #expect(StatePlace.name(of: folder.file("real/../real/announce.yaml")) == real)
        #expect(StatePlace.name(of: folder.file("real/other.yaml")) != real)
    }

    @Test("a folder that was named is used for everything") func named() throws {
        let place = StatePlace.folder("/srv/state")
        #expect(try place.folder(of: "/srv/a/announce.yaml") == "/srv/state")
        #expect(try place.accountFolder() == "/srv/state")
    }
}
