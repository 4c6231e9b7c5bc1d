"""The product's routes on the real framework, with lists in memory: what the reference API is held against."""

import sys
from uuid import UUID

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

app = FastAPI()
app.router.redirect_slashes = False
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])


@app.exception_handler(Exception)
async def unhandled(_request, error):
    return JSONResponse({"detail": "Internal Server Error", "error_type": type(error).__name__}, 500)


async def user(credentials: HTTPAuthorizationCredentials = Depends(HTTPBearer())):
    if credentials.credentials != "sound":
        raise HTTPException(401, "Invalid token: unknown")
    return "user"


class Source(BaseModel):
    source_id: UUID


class Theme(BaseModel):
    theme: str


class Paid(BaseModel):
    hide_paid: bool


routes = APIRouter(prefix="/api/users/personalization")


@routes.get("/")
async def read(_user=Depends(user)):
    return {"muted_themes": []}


@routes.post("/mute-source")
async def mute_source(body: Source, _user=Depends(user)):
    return {"source_id": str(body.source_id)}


@routes.post("/mute-theme")
async def mute_theme(body: Theme, _user=Depends(user)):
    return {"message": body.theme}


@routes.post("/toggle-paid-content")
async def toggle(body: Paid, _user=Depends(user)):
    return {"hide_paid_content": body.hide_paid}


@routes.delete("/unmute-theme/{theme}")
async def unmute_theme(theme: str, _user=Depends(user)):
    return {"message": theme}


@routes.delete("/unmute-source/{source_id}")
async def unmute_source(source_id: UUID, _user=Depends(user)):
    return {"source_id": str(source_id)}


@app.get("/api/health")
async def health():
    return {"status": "ok"}


app.include_router(routes)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="critical")
