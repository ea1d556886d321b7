"""The rows of files, block by block, so that many are predicted in little memory."""
