"""Several people who do something at the same moment, each on a connection of their own."""

import threading

from django.db import connection


def at_once(acts, *refusals):
    """What each act gives, or the text of its refusal, in the order in which they ended."""
    gate, told = threading.Barrier(len(acts)), []

    def run(act):
        gate.wait()
        try:
            told.append(act())
        except refusals as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
