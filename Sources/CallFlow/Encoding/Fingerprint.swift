import Telephony

extension StepList {
    /// A 32-bit hash of the steps of this list, branches included: the same in every process and on every machine, so
    /// that a call continues after a restart, but not in a list that was edited in the meantime.
    ///
    /// FNV-1a (RFC 9923) over the tokens of `StepList.encode`: the hash is small and not secret. Positions are
    /// protected against forgery where they leave the process, not here.
    var fingerprint: UInt32 {
        var hash = FNV1a<UInt32>()
        encode { token in
            for byte in token.text.utf8 { hash.add(byte) }
            // A byte that no UTF-8 contains separates tokens.
            hash.add(0xFF)
        }
        return hash.value
    }
}
