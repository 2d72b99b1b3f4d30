/// The FNV-1a hash of Fowler, Noll and Vo (RFC 9923): the same value on every machine and in every run, unlike `Hasher`.
///
/// For detecting changes. Collisions are easily constructed, so it does not protect against forged input.
package struct FNV1a<Hash: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    package private(set) var value: Hash
    private let prime: Hash

    /// Adds one byte.
    package mutating func add(_ byte: UInt8) {
        value = (value ^ Hash(truncatingIfNeeded: byte)) &* prime
    }

    private init(offsetBasis: Hash, prime: Hash) { (value, self.prime) = (offsetBasis, prime) }
}

extension FNV1a<UInt32> {
    /// Starts a hash of 32 bits.
    package init() { self.init(offsetBasis: 0x811C_9DC5, prime: 0x0100_0193) }
}

extension FNV1a<UInt64> {
    /// Starts a hash of 64 bits.
    package init() { self.init(offsetBasis: 0xCBF2_9CE4_8422_2325, prime: 0x100_0000_01B3) }

    /// Adds many bytes. The loop is here, since a call from another module for each of them is slow for millions.
    package mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes { add(byte) }
    }
}
