"""What a transcript says, as plain records, and how it is written down."""
