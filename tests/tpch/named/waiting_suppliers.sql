select s_name as supplier, count(*) as waiting
from supplier
    join nation on n_nationkey = s_nationkey
    join lineitem late on late.l_suppkey = s_suppkey
    join orders on o_orderkey = late.l_orderkey
where n_name = :nation
    and o_orderstatus = 'F'
    and late.l_receiptdate > late.l_commitdate
    and exists (
        select * from lineitem other
        where other.l_orderkey = late.l_orderkey and other.l_suppkey <> late.l_suppkey)
    and not exists (
        select * from lineitem other
        where other.l_orderkey = late.l_orderkey
            and other.l_suppkey <> late.l_suppkey
            and other.l_receiptdate > other.l_commitdate)
group by s_name
order by waiting desc, s_name
limit 100
