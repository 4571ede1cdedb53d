#!/usr/bin/env python3
"""The same work by SQLAlchemy's ORM on psycopg2: sqlalchemy_side.py FOLDER DATABASE WORK COUNT.

Prints the seconds that it took. COUNT is how many keys are looked up, or units run.
"""
import sys
import time

from sqlalchemy import (BigInteger, Boolean, Column, DateTime, Float, Integer, Numeric, String, create_engine,
                        text)
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class Account(Base):
    __tablename__ = "accounts"
    id = Column(BigInteger, primary_key=True, autoincrement=False)
    name = Column(String(60), nullable=False)
    email = Column(String(255))
    age = Column(Integer)
    active = Column(Boolean, nullable=False)
    balance = Column(Numeric(12, 2), nullable=False)
    score = Column(Float(53), nullable=False)
    note = Column(String)
    created_at = Column(DateTime(timezone=True), nullable=False)


def given(engine, count=None):
    """What a program would have to insert."""
    with engine.connect() as connection:
        limit = "all" if count is None else count
        rows = connection.execute(text(f"select * from filled order by id limit {limit}"))
        return [dict(row._mapping) for row in rows]


def some_keys(session, count):
    keys = session.execute(text(f"select id from accounts order by hashint8(id) limit {count}"))
    return [row[0] for row in keys]


def insert(engine, _):
    rows = given(engine)
    with Session(engine) as session:
        start = time.perf_counter()
        session.add_all([Account(**row) for row in rows])
        session.commit()
        return time.perf_counter() - start


def read(engine, _):
    with Session(engine) as session:
        session.connection()
        start = time.perf_counter()
        session.query(Account).all()
        session.commit()
        return time.perf_counter() - start


def look_up(engine, count):
    with Session(engine) as session:
        keys = some_keys(session, count)
        start = time.perf_counter()
        for key in keys:
            session.get(Account, key)
        session.commit()
        return time.perf_counter() - start


def look_up_many(engine, count):
    with Session(engine) as session:
        keys = some_keys(session, count)
        start = time.perf_counter()
        session.query(Account).filter(Account.id.in_(keys)).all()
        session.commit()
        return time.perf_counter() - start


def loaded_half(session):
    accounts = session.query(Account).all()
    for account in accounts[1::2]:
        session.expunge(account)
    return accounts[::2]


def update(engine, _):
    with Session(engine) as session:
        accounts = loaded_half(session)
        start = time.perf_counter()
        for account in accounts:
            account.score += 1
        session.commit()
        return time.perf_counter() - start


def erase(engine, _):
    with Session(engine) as session:
        accounts = loaded_half(session)
        start = time.perf_counter()
        for account in accounts:
            session.delete(account)
        session.commit()
        return time.perf_counter() - start


def unit(engine, count):
    rows = given(engine, count)
    start = time.perf_counter()
    for row in rows:
        with Session(engine) as session:
            session.add(Account(**row))
            session.commit()
    return time.perf_counter() - start


def main():
    folder, database, work, count = sys.argv[1:]
    engine = create_engine(f"postgresql+psycopg2://rowsmith@/{database}?host={folder}")
    works = {"insert": insert, "refs": read, "look-up": look_up, "look-up-many": look_up_many,
             "update": update, "erase": erase, "unit": unit, "quick-unit": unit}
    print(works[work](engine, int(count)))


main()
