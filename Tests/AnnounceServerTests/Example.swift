import CallFlow
import MediaLibrary
import Support
import Synchronization
import Telephony
import Testing

@testable import AnnounceServer
@testable import MediaLibrary

/// A configuration and announcements as the server has them, for tests.
enum Example {
    static let text = """
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

    static func plan(_ text: String = text) throws -> CallPlan {
        let reading = ConfigurationFile.read(text, folder: "/nowhere", announcements: nil)
        return CallPlan(try #require(reading.configuration, "\(reading.problems.map(\.message))"))
    }

    static let published = ["main-menu", "closed", "welcome", "wrong-key+main-menu", "wrong-key", "nothing-heard"]

    /// Announcements of one second each; their files need not exist.
    static func catalogue(_ prompts: [String] = published, folder: String = "/nowhere") throws -> Catalogue {
        var catalogue = Catalogue()
        for text in prompts {
            let prompt = try #require(Prompt(text.split(separator: "+").map { try AnnouncementName(String($0)) }))
            let name = "\(text.replacing("+", with: "-"))-0123456789abcdef.wav"
            let file = PublishedFile(
                name: name, path: "\(folder)/\(name)", size: 16_044, hash: "hash-of-\(text)", samples: 8000,
                modified: 784_111_777)
            if prompt.parts.count == 1 { catalogue.set(prompt.parts[0], file) } else { catalogue.set(prompt, file) }
            catalogue.set(file: file, named: name)
        }
        return catalogue
    }

    static func livePlan() throws -> LivePlan {
        let catalogue = try catalogue()
        return LivePlan(
            .init(plan: try plan(), signature: nil), tokens: try PositionTokens(secret: secret),
            catalogue: { catalogue })
    }

    static let secret = [UInt8](repeating: 7, count: 32)
    /// A Monday noon in Berlin.
    static let noon = Moment(milliseconds: 1_767_610_800_000)

    static func responder(
        _ text: String = text, published: [String] = published, credentials: BasicCredentials? = nil
    ) throws -> WebhookResponder {
        let plan = try plan(text)
        let catalogue = try catalogue(published)
        return WebhookResponder(
            plan: plan, catalogue: { catalogue }, tokens: try PositionTokens(secret: secret),
            urls: WebhookURLs(plan.configuration.publicURL, credentials: credentials))
    }
}
