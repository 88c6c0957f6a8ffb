"""What a document says, gathered as plain values; reports.exports writes it as a file."""
