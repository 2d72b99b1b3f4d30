import CallFlow
import HTTPListener
import Telephony
import Webhook

/// The list of all numbers.
struct NumbersPage {
    struct Row {
        let call: NumberCall
        let does: String
        let preview: CallPreview
    }

    let inquiry: NumberInquiry
    let search: String
    let rows: [Row]
    let first: Int
    let count: Int
    let pageLength: Int
    let picture: HTML?
    let zone: Zone

    var html: HTML {
        """
        <h1>Numbers</h1>
        <form method="get" action="/numbers" class="card row">
        \(inquiry.fields(zone))
        <div><label for="q">Search</label><input id="q" name="q" type="search" value="\(search)"></div>
        <button>Show</button>\(reset)
        </form>
        \(inquiry.alerts)
        <p>What a caller hears <strong>\(inquiry.words)</strong>:</p>
        <table class="stack">
        <thead><tr><th scope="col">Number</th><th scope="col">A caller</th><th scope="col">Reason</th>\
        <th scope="col">Configured steps</th></tr></thead>
        <tbody>\(rows.map(row))</tbody>
        </table>
        \(rows.isEmpty ? "<p>No matching numbers.</p>" as HTML : nil)
        \(pageLinks)
        \(picture.map { "<h2>Call flow</h2>\($0)" as HTML })
        """
    }

    private func row(_ row: Row) -> HTML {
        let path = row.call.path + inquiry.query
        return """
            <tr><th scope="row"><a href="\(path)">\(row.call.title)</a></th>\
            <td>\(row.preview.words)\(row.preview.missingTag)</td><td class="faint">\(row.preview.reason)</td>\
            <td class="faint">\(row.does)</td></tr>
            """
    }

    private var reset: HTML? {
        inquiry.isNow && inquiry.fromText.isEmpty && search.isEmpty
            ? nil : "<a class=\"button quiet\" href=\"/numbers\">Now, any caller</a>"
    }

    private var pageLinks: HTML? {
        guard count > pageLength else { return nil }
        let mark = inquiry.query.isEmpty ? "?" : "&"
        let query = search.isEmpty ? "" : "q=\(search.percentEncoded)&"
        func link(_ first: Int, _ words: String) -> HTML {
            "<a class=\"button quiet\" href=\"/numbers\(inquiry.query)\(mark)\(query)first=\(first)\">\(words)</a>"
        }
        let before: HTML? = first > 0 ? link(max(0, first - pageLength), "Previous") : nil
        let after: HTML? = first + pageLength < count ? link(first + pageLength, "Next") : nil
        let last = min(count, first + pageLength)
        return "<p class=\"row\">\(before)<span>\(first + 1) to \(last) of \(count)</span>\(after)</p>"
    }
}

extension NumberInquiry {
    /// The inputs for moment and caller.
    func fields(_ zone: Zone) -> HTML {
        """
        <div><label for="at">When <small>(\(zone))</small></label>\
        <input id="at" name="at" type="datetime-local" value="\(isNow ? "" : time.description)"></div>
        <div><label for="from">Caller</label>\
        <input id="from" name="from" placeholder="any caller" value="\(fromText)" aria-describedby="from-help">\
        <span id="from-help" class="hidden">A number with its country code, or the word anonymous</span></div>
        """
    }

    /// The errors of the inputs.
    var alerts: [HTML] { problems.map { "<p class=\"bad\" role=\"alert\">\($0)</p>" } }
}

extension CallPreview {
    /// The announcements that are not published.
    var missingTag: HTML? {
        guard !missing.isEmpty else { return nil }
        let names = missing.map(\.text).joined(separator: ", ")
        return " <strong class=\"tag closed\">not published: \(names)</strong>"
    }
}
