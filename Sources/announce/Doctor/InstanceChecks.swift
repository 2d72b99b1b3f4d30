import HTTPListener
import ServerProbe
import Sipgate
import Telephony
import Webhook

/// Sends each instance behind a balancer a test call, and compares what they say about themselves: they answer the same calls, so they
/// should have the same secret for positions, the same clock, version, configuration, announcements and overrides.
struct InstanceChecks {
    let setup: LocalSetup
    let instances: [PublicURL]
    let authorities: Authorities?
    let timeout: Duration

    func run(_ report: DoctorReport) async {
        guard setup.secret != nil else {
            return report.add(.skipped(.instance, "no secret to authenticate a test call with"))
        }
        var known: [(url: PublicURL, report: InstanceReport)] = []
        for url in instances {
            let (check, instance) = await examine(url)
            report.add(check)
            if let instance { known.append((url, instance)) }
        }
        if let check = comparison(known) { report.add(check) }
    }

    private func examine(_ url: PublicURL) async -> (Check, InstanceReport?) {
        let client = PublicClient(PublicTarget(url: url, address: nil), authorities: authorities, timeout: timeout)
        let start = Moment.now
        let outcome = await WebhookChecks(setup: setup, client: client).trial()
        await client.close()
        switch outcome {
        case nil: return (.skipped(.instance, "\(url): no secret"), nil)
        case .failure(let failure)?:
            return (
                .failed(
                    .instance, "\(url): \(failure.words)",
                    "Check that `announce serve` runs there and that this machine may connect to it."), nil
            )
        case .success(let answer)? where answer.status == 403:
            return (
                .failed(
                    .instance, "\(url): refuses the test call",
                    "It has another secret for positions, or its clock is more than a minute off: callers in menus would be lost. "
                        + "Give all instances the same variable of position-key-env, and run the doctor with it."), nil
            )
        case .success(let answer)? where answer.status == 200:
            guard let instance = answer.header(InstanceReport.fieldName).flatMap({ InstanceReport($0) }) else {
                return (
                    .warning(
                        .instance, "\(url): answers, but does not say what it is",
                        "It is of an earlier release, or something else answers there. Upgrade it."), nil
                )
            }
            let took = "version \(instance[.version]), answered in \(decimalText(answer.took / .milliseconds(1), 0)) ms"
            if let off = clockError(answer, start) {
                return (
                    .warning(
                        .instance, "\(url): \(took), its clock is \(abs(off)) s \(off > 0 ? "ahead" : "behind")",
                        "Synchronize the clocks (timedatectl set-ntp true); schedules depend on them."), instance
                )
            }
            return (.ok(.instance, "\(url): \(took)"), instance)
        case .success(let answer)?:
            return (
                .failed(
                    .instance, "\(url): \(answer.words)", "Find out what answers there: it should be `announce serve`."),
                nil
            )
        }
    }

    /// Seconds that the clock of an answer is off, beyond what its whole seconds hide; nil if it is not.
    private func clockError(_ answer: PublicClient.Answer, _ start: Moment) -> Int? {
        guard let date = answer.header("date").flatMap({ HTTPDate.seconds(in: $0) }) else { return nil }
        let (early, late) = (Int(start.milliseconds / 1000) - 1, Int(Moment.now.milliseconds / 1000) + 1)
        return date < early ? date - early : date > late ? date - late : nil
    }

    /// Whether the instances are alike, and like the configuration here; nil for a single one that is.
    private func comparison(_ known: [(url: PublicURL, report: InstanceReport)]) -> Check? {
        guard let first = known.first else { return nil }
        let different = InstanceReport.Part.allCases.filter { part in
            known.contains { $0.report[part] != first.report[part] }
        }
        guard different.isEmpty else {
            let seen = different.map { part in
                let groups = Dictionary(grouping: known) { $0.report[part] }.values.map { group in
                    group.map { "\($0.url)" }.joined(separator: ", ")
                }
                return "\(part.rawValue) (\(groups.sorted().joined(separator: " | ")))"
            }
            return .warning(
                .instances, "differ in \(seen.joined(separator: "; "))",
                "Which instance answers a call is chance. Bring the same release, announce.yaml and recordings to all; overrides are set on "
                    + "each.")
        }
        guard first.report[.configuration] == setup.mark else {
            return .warning(
                .instances, "\(known.count) alike, with another configuration than \(setup.file)",
                "Bring this file to the instances, or look at their logs and /health: an edit with errors is not applied."
            )
        }
        guard first.report[.depot] != "failing" else {
            return .warning(
                .instances, "\(known.count) alike, but none can store its announcements where the others find them",
                "Look at the row depot, and at /health of the instances.")
        }
        let depot = first.report[.depot] == "used" ? ", depot" : ""
        return .ok(.instances, "\(known.count) alike: version, configuration, announcements, overrides\(depot)")
    }
}
