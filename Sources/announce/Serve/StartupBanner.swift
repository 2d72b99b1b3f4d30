import CallFlow
import Dashboard
import Hosting
import MediaLibrary
import Telephony
import Webhook

/// What is printed once both listeners are open: where the server listens, and what to try next.
struct StartupBanner {
    private let project: ServedProject
    /// Published announcements, those that calls play first.
    private let announcements: [PublishedFile]
    private var configuration: Configuration { project.configuration }

    init(_ project: ServedProject) {
        self.project = project
        let used = Set(project.configuration.prompts.flatMap(\.parts))
        let published = project.catalogue.published
        announcements =
            (published.filter { used.contains($0.name) } + published.filter { !used.contains($0.name) }).map(\.file)
    }

    /// Rows printed of each list; `announce check` prints all.
    private static let most = 20

    var lines: [String] {
        let numbers = project.isRecordingsAlone ? [] : ["", "Numbers"] + shortened(NumberOverview(configuration).lines)
        return ["Listening on \(project.listen), admin on \(project.admin)"] + numbers
            + (announcements.isEmpty ? [] : ["", "Announcements"] + announcementLines) + ["", "Try next"]
            + tries.map { "  " + $0 }
    }

    private var announcementLines: [String] {
        shortened(announcements) { file in
            "\(configuration.publicURL.appending("/media/\(file.name)"))  \(durationText(file.duration))"
        }
    }

    private func shortened<Item>(_ items: [Item], _ line: (Item) -> String = { "\($0)" }) -> [String] {
        let shown = items.prefix(Self.most).map { "  " + line($0) }
        return items.count > Self.most ? shown + ["  … and \(items.count - Self.most) more"] : shown
    }

    private var tries: [String] {
        var lines: [String] = []
        if configuration.webhook.requiresSignature {
            lines.append("# The webhook accepts signed events only; simulate a call instead:")
            lines.append("announce call \(shellQuoted("+" + called))")
        } else {
            let form = "event=newCall&direction=in&from=4930555001&to=\(called)&callId=1"
            lines.append("curl -s \(credentials)-d '\(form)' \(local)/sipgate")
        }
        if let file = announcements.first {
            lines.append("curl -s \(secure)-o heard.wav \(local)/media/\(file.name)")
        }
        let usesTLS = configuration.server.adminUsesTLS && configuration.server.usesTLS
        let dashboard = "\(usesTLS ? "https" : "http")://\(project.admin.reachable)/"
        lines.append("curl -s \(usesTLS ? "--insecure " : "")\(dashboard)health")
        lines.append("# Dashboard: \(dashboard)")
        if !project.isRecordingsAlone {
            let events = configuration.publicURL.appending("/sipgate")
            lines.append("# Webhook URL to enter at the provider, for incoming and outgoing calls: \(events)")
        }
        return lines
    }

    /// The digits of a configured number.
    private var called: String {
        guard let first = configuration.numbers.incoming.first else {
            return ExampleConfiguration.number.filter(\.isNumber)
        }
        return first.digits + (first.isPrefix ? String(repeating: "0", count: max(1, 5 - first.digits.count)) : "")
    }

    private var local: String { "\(configuration.server.usesTLS ? "https" : "http")://\(project.listen.reachable)" }
    /// The certificate is not for the loopback address.
    private var secure: String { configuration.server.usesTLS ? "--insecure " : "" }

    private var credentials: String {
        guard let basic = configuration.webhook.basicAuthentication else { return secure }
        return secure + "-u \(shellQuoted(basic.user)):\"$\(basic.passwordVariable)\" "
    }
}
