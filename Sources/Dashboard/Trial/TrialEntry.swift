import CallFlow
import HTTPListener

extension TrialExchange {
    /// An entry in the list of requests and answers.
    var entry: HTML {
        let player = (sounds ?? sound.map { [$0] } ?? []).map { name -> HTML in
            "<audio controls preload=\"none\" src=\"/media/\(name.percentEncoded)\" aria-label=\"\(prompt)\"></audio>"
        }
        let fields = form.replacing("&", with: "\n&")
        return """
            <li><h3>\(request)</h3>
            <p>\(status)</p>\(remark.map { "<p class=\"note\">\($0)</p>" as HTML })\(player)
            <p class="faint">\(way.isEmpty ? "" : Texts.LogWords.way(way) + " · ")\(Texts.TestCall.answered(in: latency))</p>
            <div class="exchange"><pre aria-label="\(Texts.TestCall.request)">POST \(path)\n\n\(fields)</pre><pre aria-label="\(Texts.TestCall.answer)">\(xml)</pre></div>
            </li>
            """
    }

    /// The event in words.
    private var request: String {
        switch (event, keys) {
        case ("newCall", _): Texts.TestCall.started
        case ("hangup", _): Texts.TestCall.callerHungUp
        case (_, ""?): Texts.TestCall.nothingPressed
        case (_, let keys?): Texts.TestCall.pressed(keys)
        default: Texts.TestCall.promptEnded
        }
    }

    /// What the caller hears now, or how the call ended.
    var status: String {
        let heard = prompt.map { (sound == nil ? Texts.TestCall.skipped($0) : Texts.TestCall.playing($0)) + " " } ?? ""
        if let gather {
            guard gather.isAsking else { return heard + Texts.TestCall.continues }
            return heard + Texts.TestCall.waiting(Self.seconds(gather.timeout), keys: gather.maxDigits)
        }
        if event == "hangup" { return Texts.TestCall.youHungUp }
        if let dial { return heard + Texts.TestCall.ringing(dial) }
        switch end.flatMap(CallEnd.init) {
        case .hangup: return heard + Texts.TestCall.hungUp
        case .voicemail: return heard + Texts.TestCall.voicemail
        case .reject: return heard + Texts.TestCall.rejected
        case .busy: return heard + Texts.TestCall.busy
        case .connect, nil: return heard + Texts.TestCall.rings
        }
    }

    private var latency: String {
        let hundredths = microseconds / 10
        let (whole, part) = hundredths.quotientAndRemainder(dividingBy: 100)
        return "\(whole).\(part < 10 ? "0" : "")\(part) ms"
    }

    private static func seconds(_ milliseconds: Int) -> String {
        let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        return rest == 0 ? "\(whole) s" : milliseconds < 1000 ? "\(milliseconds) ms" : "\(whole).\(rest / 100) s"
    }
}
