import CallFlow
import CallLog

extension CallFinding {
    /// The finding and its remedy, with a link to the calls of the day that it is about.
    func sentence(_ times: LogTimes, on day: CivilDate) -> HTML {
        "\(sentence(times))\(evidence.map { Texts.Findings.calls(CallsSearch.path(of: $0, from: day, to: day)) })"
    }

    private func sentence(_ times: LogTimes) -> HTML {
        switch self {
        case .hangUps(let menu, let share, let calls, let after):
            Texts.Findings.hangUps(
                menu: menu, percent: Int((100 * share).rounded()), calls: calls, after: after.map(CallWords.length))
        case .neverFetched(let file, let prompt, let answers, let begun):
            Texts.Findings.neverFetched(prompt, file: file, answers: answers, begun: begun)
        case .slowAnswers(let count, let over, let slowest):
            Texts.Findings.slow(count, over: over, slowest: slowest)
        case .refused(let reason, let status, let count, let last):
            Texts.Findings.refused(Texts.LogWords.refusal(reason), status: status, count: count, last: times.text(last))
        case .missing(let announcements, let answers, let last):
            Texts.Findings.missing(announcements, answers: answers, last: times.text(last))
        }
    }

    /// Nil where no call of the log is concerned: a request that was refused at the door belongs to none.
    private var evidence: CallEvidence? {
        switch self {
        case .hangUps(let menu, _, _, _): .lost(menu: menu)
        case .neverFetched(let file, _, _, _): .unfetched(file: file)
        case .slowAnswers(_, let over, _): .slow(over)
        case .refused(let reason, let status, _, _): status == 200 ? .refused(reason: reason) : nil
        case .missing(let announcements, _, _): .missing(announcements: announcements)
        }
    }
}
