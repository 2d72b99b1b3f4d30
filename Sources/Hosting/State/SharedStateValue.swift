import CallFlow
import LocalFiles
import SharedState
import SystemPackage

/// The value of a state file in the database that several instances have in common. A change takes a connection of its own.
struct SharedStateValue: CommonValue {
    let database: DatabaseURL
    let name: String

    func read() throws(StateFileError) -> [UInt8]? {
        do throws(SharedStateError) {
            return try SharedStore(database.description, name: "announce state").value(name).map { Array($0.utf8) }
        } catch {
            throw .unshared("\(error)")
        }
    }

    func change(_ change: ([UInt8]?) throws(StateFileError) -> [UInt8]?) throws(StateFileError) {
        do {
            let store = try SharedStore(database.description, name: "announce state")
            try store.change(value: name) { old in
                try change(old.map { Array($0.utf8) }).map { String(decoding: $0, as: UTF8.self) }
            }
        } catch let error as StateFileError {
            throw error
        } catch {
            throw .unshared("\(error)")
        }
    }
}

extension StateFiles {
    /// Brings the copy of a value up to date.
    ///
    /// - Returns: whether that could be done. Values of a newer release are left alone.
    func receive(_ value: SharedStore.SharedValue) -> Bool {
        guard let entry = Entry.common.first(where: { $0.rawValue == value.name }) else { return true }
        let path = path(of: entry)
        do throws(Errno) {
            guard let content = value.content else {
                try path.remove()
                return true
            }
            // A watched file that is the same is not touched.
            if try SmallFile.read(path, upTo: content.utf8.count) != Array(content.utf8) {
                try SmallFile.write(content.utf8, to: path, mode: .owner)
            }
            return true
        } catch {
            // A longer file is another one.
            guard error == .fileTooLarge, let content = value.content else { return false }
            return (try? SmallFile.write(content.utf8, to: path, mode: .owner)) != nil
        }
    }

    /// Brings all copies up to date before a server starts. What this machine has and no other is in common from now on.
    func receiveAll(_ store: SharedStore) throws(SharedStateError) {
        let values = try store.values()
        for value in values { _ = receive(value) }
        for entry in Entry.common where !values.contains(where: { $0.name == entry.rawValue }) {
            guard let bytes = try? SmallFile.read(path(of: entry), upTo: 1 << 20),
                let text = String(validating: bytes, as: UTF8.self)
            else { continue }
            do { try store.change(value: entry.rawValue) { $0 ?? text } } catch let error as SharedStateError {
                throw error
            } catch {}
        }
    }
}
