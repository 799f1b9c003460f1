import json
def machine(): return {}
def written(r): return json.dumps(r,indent=1)
