/// How a batch joins the legs of forwarded calls, in memory.
extension PostgresBatch: LegTable {
    private func found(_ search: LegSearch) throws -> [CallRow] {
        try legs(search.column, search.value).map(\.row).filter {
            $0.isTrial == search.isTrial && $0.id != search.asking && search.ids.contains($0.id)
        }.sorted { $0.id > $1.id }
    }

    func newest(_ search: LegSearch) throws -> (id: Int64, firstLeg: Int64?)? {
        try found(search).first.map { ($0.id, $0.firstLeg) }
    }

    func single(_ search: LegSearch, most: Int) throws -> [Int64] {
        Array(try found(search).filter { $0.firstLeg == nil }.map(\.id).reversed().prefix(most))
    }

    func earlier(_ search: LegSearch, most: Int) throws -> [EarlierLeg] {
        try found(search).prefix(most).map { EarlierLeg($0) }
    }

    func counts(of id: Int64) -> (texts: Int, furtherLegs: Int)? {
        legs[id].map { ($0.texts.count, $0.row.furtherLegs) }
    }

    func join(_ leg: Int64, to first: Int64) throws {
        try loadCalls(legs[first]?.isNew == true ? [] : [first])
        for id in try whole(leg) {
            further[first, default: []].insert(id)
            legs[id]?.row.firstLeg = first
            legs[id]?.row.furtherLegs = 0
            if let own = legs[id]?.ownOutcome { legs[id]?.outcome = own }
            legs[id]?.ownOutcome = nil
            legs[id]?.isChanged = true
        }
        further[leg] = nil
        let texts = legs[leg]?.texts ?? []
        legs[leg]?.texts = []
        legs[leg]?.row.textCount = 0
        add(texts, to: first)
        try refresh(first)
    }

    /// Brings up to date what the first leg has of the whole call.
    func refresh(_ first: Int64) throws {
        let all = try whole(first)
        guard all.count > 1, let own = legs[first].map({ $0.ownOutcome ?? $0.outcome }) else { return }
        let outcome = CallOutcome.ofCall(withLegs: all.compactMap { legs[$0] }.map { $0.ownOutcome ?? $0.outcome })
        legs[first]?.outcome = outcome
        legs[first]?.ownOutcome = own
        legs[first]?.row.furtherLegs = all.count - 1
        legs[first]?.isChanged = true
    }

    // MARK: Texts, as `SearchText` has them

    func add(_ text: String, to call: inout CallRow) {
        guard let first = call.firstLeg else {
            guard call.textCount < SearchText.mostOfFirstLeg else { return }
            legs[call.id]?.texts.append(text)
            call.textCount += 1
            return
        }
        add([text], to: first)
    }

    private func add(_ texts: [String], to first: Int64) {
        guard var leg = legs[first] else { return }
        leg.texts += texts.prefix(max(0, CallKey.mostTexts - leg.texts.count))
        leg.row.textCount = leg.texts.count
        leg.isChanged = true
        legs[first] = leg
    }
}
