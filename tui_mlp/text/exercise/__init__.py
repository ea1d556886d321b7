"""The words of exercises: in lines, beside answers, and as they are copied."""
