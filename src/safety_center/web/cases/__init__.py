"""Cases (사건·사고 건): the list, the page of one, changing it and moving it on."""
