import CallFlow
import HTTPListener
import Telephony
import Webhook

/// The list of all numbers.
struct NumbersPage {
    struct Row {
        let call: NumberCall
        /// The titles of the customers whose number it is.
        let customers: [String]
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
    let canEdit: Bool
    /// Whether the visitor may add numbers, and replace tables of them.
    let mayAdd: Bool
    let hasCustomers: Bool
    let menus: [String]
    let flows: [String]
    /// The forms that add a flow, and a menu.
    let newFlow: HTML
    let newMenu: HTML
    let isSaved: Bool

    private typealias Words = Texts.Numbers

    var html: HTML {
        let saved: HTML? = isSaved ? "<p class=\"good\" role=\"status\">\(Texts.Hours.saved)</p>" : nil
        let add: HTML? =
            canEdit && mayAdd
            ? "<p class=\"row\"><a class=\"button\" href=\"/numbers/new\">\(Words.new)</a><a class=\"button quiet\" href=\"/tables\">\(Words.tables)</a></p>"
            : nil
        return """
            <h1>\(Words.title)</h1>\(saved)
            <form method="get" action="/numbers" class="card row">
            \(inquiry.fields(zone))
            <div><label for="q">\(Words.search)</label><input id="q" name="q" type="search" value="\(search)"></div>
            <button class="quiet">\(Words.show)</button>\(reset)
            </form>
            \(inquiry.alerts)
            <p>\(Words.hearsAt(inquiry.words))</p>
            <table class="stack">
            <thead><tr><th scope="col">\(Words.number)</th>\(hasCustomers ? "<th scope=\"col\">\(Texts.Customers.customer)</th>" as HTML : nil)\
            <th scope="col">\(Words.caller)</th><th scope="col">\(Words.reason)</th>\
            <th scope="col">\(Words.configured)</th>\(canEdit ? "<th scope=\"col\"><span class=\"hidden\">\(Words.change)</span></th>" as HTML : nil)</tr></thead>
            <tbody>\(rows.map(row))</tbody>
            </table>
            \(rows.isEmpty ? "<p>\(Words.noMatch)</p>" as HTML : nil)
            \(pageLinks)\(add)\(flowLinks)\(menuLinks)
            \(picture.map { "<h2>\(Words.flow)</h2>\($0)" as HTML })
            """
    }

    private func row(_ row: Row) -> HTML {
        let path = row.call.path + inquiry.query
        let edit: HTML? =
            if !canEdit {
                nil
            } else if row.call.isOutgoing || row.call.isDefault || row.call.table != nil {
                "<td></td>"
            } else {
                """
                <td class="edit"><a href="\(row.call.path)/edit">\(Words.change) <span class="hidden">\(row.call.title)</span></a></td>
                """
            }
        return """
            <tr><th scope="row"><a href="\(path)">\(row.call.title)</a></th>\
            \(hasCustomers ? "<td>\(Texts.list(row.customers))</td>" as HTML : nil)\
            <td>\(row.preview.words)\(row.preview.missingTag)</td><td class="faint">\(row.preview.reason)</td>\
            <td class="faint">\(row.does)</td>\(edit)</tr>
            """
    }

    private var menuLinks: HTML? {
        guard canEdit, !menus.isEmpty || newMenu != .empty else { return nil }
        let items = menus.map { "<li><a href=\"/menus/\($0.percentEncoded)\">\($0)</a></li>" as HTML }
        let list: HTML =
            menus.isEmpty
            ? ""
            : menus.count > 12
                ? "<details><summary>\(Words.allMenus(menus.count))</summary><ul class=\"columns\">\(items)</ul></details>"
                : "<ul>\(items)</ul>"
        return "<h2>\(Words.menus)</h2><p class=\"faint\">\(Words.menusHelp)</p>\(list)\(newMenu)"
    }

    private var flowLinks: HTML? {
        guard canEdit, !flows.isEmpty || newFlow != .empty else { return nil }
        let items = flows.map { "<li><a href=\"/flows/\($0.percentEncoded)\">\($0)</a></li>" as HTML }
        let list: HTML? = items.isEmpty ? nil : "<ul>\(items)</ul>"
        return "<h2>\(Texts.Flows.flows)</h2><p class=\"faint\">\(Texts.Flows.help)</p>\(list)\(newFlow)"
    }

    private var reset: HTML? {
        inquiry.isNow && inquiry.fromText.isEmpty && search.isEmpty
            ? nil : "<a class=\"button quiet\" href=\"/numbers\">\(Words.now)</a>"
    }

    private var pageLinks: HTML? {
        guard count > pageLength else { return nil }
        let mark = inquiry.query.isEmpty ? "?" : "&"
        let query = search.isEmpty ? "" : "q=\(search.percentEncoded)&"
        func link(_ first: Int, _ words: String) -> HTML {
            "<a class=\"button quiet\" href=\"/numbers\(inquiry.query)\(mark)\(query)first=\(first)\">\(words)</a>"
        }
        let before: HTML? = first > 0 ? link(max(0, first - pageLength), Words.previous) : nil
        let after: HTML? = first + pageLength < count ? link(first + pageLength, Words.next) : nil
        let last = min(count, first + pageLength)
        return "<p class=\"row\">\(before)<span>\(Words.range(first + 1, last, count))</span>\(after)</p>"
    }
}

extension NumberInquiry {
    /// The inputs for moment and caller.
    func fields(_ zone: Zone) -> HTML {
        """
        <div><label for="at">\(Texts.Numbers.when) <small>(\(zone))</small></label>\
        <input id="at" name="at" type="datetime-local" value="\(isNow ? "" : time.description)"></div>
        <div><label for="from">\(Texts.Numbers.from)</label>\
        <input id="from" name="from" placeholder="\(Texts.Numbers.anyCaller)" value="\(fromText)" aria-describedby="from-help">\
        <span id="from-help" class="hidden">\(Texts.Numbers.fromHelp)</span></div>
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
        return " <strong class=\"tag closed\">\(Texts.Numbers.notPublished(names))</strong>"
    }
}
