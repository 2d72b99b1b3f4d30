package import CallFlow
package import Telephony

/// The sentences about causes, in both languages. Those of the server about its own state, such as why it is not ready, are
/// in English everywhere.
package struct AlertWords {
    package let language: AlertLanguage
    let zone: Zone
    let server: PublicURL

    package init(language: AlertLanguage, zone: Zone, server: PublicURL) {
        (self.language, self.zone, self.server) = (language, zone, server)
    }

    func either(_ english: String, _ german: String) -> String { language == .german ? german : english }

    /// A headline without a full stop.
    package func title(_ cause: AlertCause) -> String {
        switch cause {
        case .notFetched(let prompt, _, _, _):
            either("Callers do not hear “\(prompt)”", "Anrufer hören „\(prompt)“ nicht")
        case .noCalls(let hours, _):
            either(
                hours == 1 ? "No calls for an open hour" : "No calls for \(hours) open hours",
                hours == 1 ? "Seit einer Öffnungsstunde keine Anrufe" : "Seit \(hours) Öffnungsstunden keine Anrufe")
        case .notReady:
            either("Calls are not answered as configured", "Anrufe werden nicht wie eingerichtet beantwortet")
        case .certificate(let host, let days) where days < 0:
            either("The certificate of \(host) has expired", "Das Zertifikat von \(host) ist abgelaufen")
        case .certificate(let host, let days):
            either(
                "The certificate of \(host) expires \(inDays(days))",
                "Das Zertifikat von \(host) läuft \(inDays(days)) ab")
        case .recording(let name, _): either("\(name) is not published", "\(name) ist nicht veröffentlicht")
        case .signatures:
            either("Calls with a wrong signature are refused", "Anrufe mit falscher Signatur werden abgewiesen")
        case .callLog: either("The call log has a fault", "Das Anrufprotokoll ist gestört")
        case .scheduleEnds(let schedule, _, let days) where days < 0:
            either("The special days of \(schedule) are over", "Die Sondertage von \(schedule) sind vorbei")
        case .scheduleEnds(let schedule, _, let days):
            either(
                "The special days of \(schedule) end \(inDays(days))",
                "Die Sondertage von \(schedule) enden \(inDays(days))")
        case .rotaEnds(let rota, _, _, let days) where days < 0:
            either("The rota \(rota) has run out", "Der Dienstplan \(rota) ist abgelaufen")
        case .rotaEnds(let rota, _, _, let days):
            either(
                "The last turn of \(rota) begins \(inDays(days))",
                "Der letzte Dienst von \(rota) beginnt \(inDays(days))")
        }
    }

    /// What is wrong and what to do.
    package func text(_ cause: AlertCause) -> String {
        switch cause {
        case .notFetched(let prompt, let file, let answers, let begun):
            let url = "\(server)/media/\(file)"
            let fetched = either(
                begun == 0 ? "never fetched" : "requested \(begun) times and never fetched completely",
                begun == 0 ? "nie abgeholt" : "\(begun)-mal angefragt und nie vollständig abgeholt")
            return either(
                "\(answers) answers of the last 24 hours were to play “\(prompt)”, and its file was \(fetched). "
                    + "Check that \(url) works from outside, without a password or redirect.",
                "\(answers) Antworten der letzten 24 Stunden sollten „\(prompt)“ abspielen, und die Datei wurde \(fetched). "
                    + "Prüfen Sie, ob \(url) von außen ohne Passwort und ohne Weiterleitung erreichbar ist.")
        case .noCalls(_, let usual):
            return either(
                "Usually there are about \(usual) calls in that time. Call one of your numbers, and check the provider's "
                    + "settings with `announce doctor`.",
                "Sonst sind es in dieser Zeit etwa \(usual). Rufen Sie eine Ihrer Rufnummern an, und prüfen Sie mit "
                    + "`announce doctor` die Einstellungen beim Anbieter.")
        case .notReady(let reasons): return reasons.joined(separator: "\n")
        case .certificate:
            return either(
                "Without a valid certificate the provider fetches nothing and asks nothing: callers hear nothing. Renew it.",
                "Ohne gültiges Zertifikat fragt der Anbieter nichts ab: Anrufer hören nichts. Erneuern Sie es.")
        case .recording(let name, let reason):
            return either(
                "\(reason)\nUntil it is corrected, callers hear the version before, or nothing.",
                "\(reason)\nBis \(name) berichtigt ist, hören Anrufer die Fassung davor oder nichts.")
        case .signatures(let count):
            return either(
                "\(count) within the last hour. Either these events are not the provider's, or `webhook: keys` is not the "
                    + "provider's key, or a proxy changes the requests.",
                "\(count) in der letzten Stunde. Entweder kommen diese Anfragen nicht vom Anbieter, oder `webhook: keys` ist "
                    + "nicht sein Schlüssel, oder ein Proxy verändert die Anfragen.")
        case .callLog(let faults): return faults.joined(separator: "\n")
        case .scheduleEnds(let schedule, let last, _):
            return either(
                "The last special day of the schedule \(schedule) is \(day(last)). Enter those of the next year; days of every "
                    + "year are written without the year.",
                "Der letzte Sondertag von \(schedule) ist der \(day(last)). Tragen Sie die des nächsten Jahres ein; was jedes "
                    + "Jahr gilt, steht ohne Jahreszahl.")
        case .rotaEnds(let rota, let person, let last, _):
            return either(
                "The last turn of the rota \(rota) begins on \(day(last)): \(person) is called until there are further turns.",
                "Der letzte Dienst von \(rota) beginnt am \(day(last)): \(person) wird angerufen, bis es weitere gibt.")
        }
    }

    func summary(_ figures: WeekFigures) -> String {
        let days = "\(time(figures.from)) – \(time(figures.to))"
        let lines = figures.outcomes.map { "\($0.count) × \($0.word)" }
        return
            ([
                days, either("Calls: \(figures.calls)", "Anrufe: \(figures.calls)"),
            ] + lines + [
                either("Incidents: \(figures.incidents)", "Störungen: \(figures.incidents)")
            ]).joined(separator: "\n")
    }

    private func inDays(_ days: Int) -> String {
        switch days {
        case 0: either("today", "heute")
        case 1: either("tomorrow", "morgen")
        default: either("in \(days) days", "in \(days) Tagen")
        }
    }

    /// `Fri 27 Nov, 14:02`, `Fr., 27.11., 14:02 Uhr`
    package func time(_ moment: Moment) -> String {
        let local = zone.localTime(at: moment)
        let (day, month, weekday) = (local.date.day, local.date.month, local.date.weekday.rawValue)
        let english = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let german = ["Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."]
        return either(
            "\(english[weekday]) \(day) \(Self.months[month - 1]), \(local.clock)",
            "\(german[weekday]), \(day).\(month)., \(local.clock) Uhr")
    }

    /// `24 Dec 2026`, `24.12.2026` of `2026-12-24`.
    private func day(_ text: String) -> String {
        guard let date = try? CivilDate(text) else { return text }
        return either(
            "\(date.day) \(Self.months[date.month - 1]) \(date.year)", "\(date.day).\(date.month).\(date.year)")
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
