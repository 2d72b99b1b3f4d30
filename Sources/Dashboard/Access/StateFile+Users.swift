import FoundationEssentials
package import LocalFiles
package import SystemPackage

extension StateFile<DashboardUsers> {
    /// The file of the dashboard's logins.
    package static func users(_ path: FilePath) -> StateFile {
        StateFile(path, followsLinks: false) { bytes in
            try? JSONDecoder().decode(DashboardUsers.self, from: Data(bytes))
        } encode: { users in
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            // Strings and numbers can always be encoded.
            return Array((try? encoder.encode(users)) ?? Data()) + [UInt8(ascii: "\n")]
        }
    }
}
