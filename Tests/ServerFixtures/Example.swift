package import CallFlow
import Foundation
package import HTTPListener
package import MediaLibrary
package import Support
import SystemPackage
package import Telephony
import Testing
package import Webhook

/// A configuration and announcements as the server has them, for tests.
package enum Example {
    package static let text = """
        public-url: https://phone.example.com/ann
        time-zone: Europe/Berlin
        recordings: { folder: media }
        numbers:
          +49 211 1234567: { menu: main }
          +49 211 1234568: [ { play: closed }, hangup ]
          +49 211 1234569: { reject: busy }
          +49 211 1234570: { play: welcome }
          +49 211 1234571: { dial: [+49 157 99912345, +49 211 1234500], caller-id: +49 211 1234500 }
          +49 211 1234572: [ { play: unpublished }, { menu: silent } ]
          +49 211 1234573: voicemail
          outgoing:
            +49 211 1234567: { dial: called-number, caller-id: +49 211 1234500 }
        menus:
          main:
            prompt: main-menu
            timeout: 4s
            choices: { 1: { dial: +49 157 99912345 }, 2: voicemail, 9: hangup }
            silence: { say: nothing-heard, tries: 2, then: hangup }
            wrong-key: { say: wrong-key, tries: 3, then: reject }
          silent:
            prompt: unpublished
            choices: { "12": hangup }
        """

    package static func plan(_ text: String = text) throws -> CallPlan {
        let reading = ConfigurationFile.read(text, folder: "/nowhere", announcements: nil)
        return CallPlan(try #require(reading.configuration, "\(reading.problems.map(\.message))"))
    }

    package static let published = [
        "main-menu", "closed", "welcome", "wrong-key+main-menu", "wrong-key", "nothing-heard",
    ]

    /// Announcements of one second each; their files need not exist.
    package static func catalogue(_ prompts: [String] = published, folder: String = "/nowhere") throws -> Catalogue {
        var catalogue = CatalogueBuilder()
        for text in prompts {
            let prompt = try #require(Prompt(text.split(separator: "+").map { try AnnouncementName(String($0)) }))
            let name = "\(text.replacing("+", with: "-"))-0123456789abcdef.wav"
            let file = PublishedFile(
                name: name, path: "\(folder)/\(name)", size: 16_044, hash: "hash-of-\(text)", samples: 8000,
                modified: 784_111_777)
            catalogue.publish(file, as: prompt)
            catalogue.set(file: file, named: name)
        }
        return catalogue.catalogue()
    }

    package static func livePlan() throws -> LivePlan {
        let catalogue = try catalogue()
        return LivePlan(
            .init(plan: try plan(), signature: nil), tokens: try PositionTokens(secret: secret),
            catalogue: { catalogue })
    }

    package static let secret = [UInt8](repeating: 7, count: 32)
    /// A Monday noon in Berlin.
    package static let noon = Moment(milliseconds: 1_767_610_800_000)

    package static func responder(
        _ text: String = text, published: [String] = published, credentials: BasicCredentials? = nil
    ) throws -> WebhookResponder {
        let plan = try plan(text)
        let catalogue = try catalogue(published)
        return WebhookResponder(
            plan: plan, catalogue: { catalogue }, tokens: try PositionTokens(secret: secret),
            urls: WebhookURLs(plan.configuration.publicURL, credentials: credentials))
    }

    /// The example that ships with the project.
    package static let shipped: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: root.appending(path: "announce.yaml"), encoding: .utf8)) ?? ""
    }()

    /// Files `0.wav`, `1.wav`, … of these sizes.
    package static func catalogue(_ folder: TemporaryFolder, sizes: [Int]) throws -> Catalogue {
        var catalogue = CatalogueBuilder()
        for (index, size) in sizes.enumerated() {
            let path = try folder.write(bytes(size), to: "\(index).wav")
            let file = PublishedFile(
                name: "\(index).wav", path: path.string, size: size, hash: "hash\(index)", samples: size / 2,
                modified: 784_111_777)
            catalogue.set(file: file, named: file.name)
        }
        return catalogue.catalogue()
    }

    package static func bytes(_ count: Int) -> [UInt8] {
        let block = (0..<min(count, 5000)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        var bytes: [UInt8] = []
        while bytes.count < count { bytes += block.prefix(count - bytes.count) }
        return bytes
    }
}
