import CallFlow
import HTTPListener

extension TrialExchange {
    /// An entry in the list of requests and answers.
    var entry: HTML {
        let player = sound.map { name -> HTML in
            "<audio controls preload=\"none\" src=\"/media/\(name.percentEncoded)\" aria-label=\"\(prompt)\"></audio>"
        }
        let fields = form.replacing("&", with: "\n&")
        return """
            <li><h3>\(request)</h3>
            <p>\(status)</p>\(remark.map { "<p class=\"note\">\($0)</p>" as HTML })\(player)
            <p class="faint">\(way.isEmpty ? "" : way + " · ")answered in \(latency)</p>
            <div class="exchange"><pre aria-label="Request">POST \(path)\n\n\(fields)</pre><pre aria-label="Answer">\(xml)</pre></div>
            </li>
            """
    }

    /// The event in words.
    private var request: String {
        switch (event, keys) {
        case ("newCall", _): "A call comes in"
        case ("hangup", _): "The caller hangs up"
        case (_, ""?): "Nothing is pressed"
        case (_, let keys?): "\(keys) is pressed"
        default: "The prompt is over"
        }
    }

    /// What the caller hears now, or how the call ends.
    var status: String {
        let isHeard = sound == nil ? "would be heard, but is not published" : "is heard"
        let heard = prompt.map { "\($0) \(isHeard). " } ?? ""
        if let gather {
            guard gather.isAsking else { return heard + "Then the call goes on." }
            let keys = gather.maxDigits == 1 ? "1 key is" : "\(gather.maxDigits) keys are"
            return heard + "Then \(keys) waited for, for \(Self.seconds(gather.timeout))."
        }
        if event == "hangup" { return "You have hung up." }
        if let dial { return heard + "It rings at \(dial.joined(separator: " and "))." }
        switch end.flatMap(CallEnd.init) {
        case .hangup: return heard + "The call is hung up."
        case .voicemail: return heard + "The voicemail takes the call."
        case .reject: return heard + "The call is rejected."
        case .busy: return heard + "The call is rejected as busy."
        case .connect, nil: return heard + "It rings as usual."
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
