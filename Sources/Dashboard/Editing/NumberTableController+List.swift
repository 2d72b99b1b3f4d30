import CallFlow
import HTTPListener
import HTTPTypes
import NIOCore

extension NumberTableController {
    /// The tables that numbers come from, and all numbers as a table to keep.
    func list(_ request: AdminRequest) async throws -> Reply {
        await editing.answer(request, Texts.Numbers.title, leadsToFile: false) { opened in
            let names = ConfigurationFile.numberTables(of: opened.written)
            let items = names.enumerated().map { index, name -> HTML in
                "<li><a href=\"/tables/\(index)\">\(name)</a></li>"
            }
            let large = opened.configuration.numbers.incoming.large.map { table -> HTML in
                "<li>\(Texts.Numbers.largeTable(table.count, table.file))</li>"
            }
            let tables: HTML =
                names.isEmpty && large.isEmpty ? "<p>\(Texts.Numbers.noTables)</p>" : "<ul>\(items)\(large)</ul>"
            return request.page(
                Texts.Numbers.tables,
                """
                <p><a href="/numbers">\(Texts.Numbers.all)</a></p><h1>\(Texts.Numbers.tables)</h1>\(tables)\
                <p><a class="button quiet" href="/tables/all/csv" download>\(Texts.Numbers.exportAll)</a></p>
                """)
        }
    }

    /// The numbers of the file with what they do, without those of large tables, which are tables already.
    func everything(_ configuration: Configuration) -> Reply {
        let rows = NumberOverview(configuration, examples: 0).rows.map { row in
            [row.number, row.direction, row.does, row.name ?? ""].map { field in
                // A spreadsheet would run what begins like a formula; a number that begins with a plus is text all the same.
                "\"\(field.replacing("\"", with: "\"\""))\""
            }.joined(separator: ",")
        }
        let text = (["number,direction,does,name"] + rows).joined(separator: "\r\n") + "\r\n"
        return Self.csv(text)
    }

    static func csv(_ text: String) -> Reply {
        var reply = Reply(.ok, bytes: ByteBuffer(string: text), type: "text/csv; charset=utf-8")
        reply.fields[.contentDisposition] = "attachment; filename=\"numbers.csv\""
        return reply
    }
}
