import PostgreSQL

extension Row: LogRow {}
