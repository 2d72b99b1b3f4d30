import Glibc

/// Results on standard output, talk on standard error.
enum Talk {
    static func result(_ line: String) {
        write(line + "\n", to: STDOUT_FILENO)
    }

    static func note(_ line: String) {
        write(line + "\n", to: STDERR_FILENO)
    }

    static func error(_ sentence: String) {
        note("Error: " + sentence)
    }

    static func write(_ text: String, to descriptor: CInt) {
        var text = text
        text.withUTF8 { bytes in
            var sent = 0
            while sent < bytes.count, let base = bytes.baseAddress {
                let put = Glibc.write(descriptor, base + sent, bytes.count - sent)
                if put < 0 && errno == EINTR { continue }
                guard put > 0 else { return }
                sent += put
            }
        }
    }
}
