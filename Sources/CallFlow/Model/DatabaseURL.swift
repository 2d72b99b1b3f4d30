/// The URL of a PostgreSQL database, without a password:
/// `postgresql://announce@db1,db2/announce?target_session_attrs=read-write`
/// (https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING). The password comes from the environment (`PGPASSWORD`) or
/// from `.pgpass`, so the URL may be printed.
package struct DatabaseURL: Hashable, Sendable, CustomStringConvertible {
    package enum Problem: Error, Hashable, Sendable {
        case malformed(String)
        /// The text is not repeated: it is a secret.
        case hasPassword
    }

    package let description: String

    /// Its part that says where the database is, `db1,db2:5433`; of a local one, its name.
    package var host: String {
        let afterScheme = description.firstRange(of: "://").map { description[$0.upperBound...] } ?? description[...]
        let authority = afterScheme.prefix { $0 != "/" }
        let hosts = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        return hosts.isEmpty ? String(afterScheme.drop { $0 == "/" }.prefix { $0 != "?" }) : String(hosts)
    }

    /// The form, for a schema.
    static let pattern = "^postgres(ql)?://([^:@/?\\s]+@)?[^@/?\\s]*/[^@:/?\\s]+(\\?[^\\s]*)?$"

    package init(_ text: String) throws(Problem) {
        if text.contains(/^postgres(?:ql)?:\/\/[^@\/?]*:[^@\/?]*@/) || text.contains(/[?&]password=/) {
            throw .hasPassword
        }
        guard text.contains(/^postgres(?:ql)?:\/\/(?:[^:@\/?\s]+@)?[^@\/?\s]*\/[^@:\/?\s]+(?:\?[^\s]*)?$/) else {
            throw .malformed(text)
        }
        description = text
    }
}
