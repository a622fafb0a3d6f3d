"""What anybody suggests about a record: taken in, moderated, dealt with."""
